import type { GapKind } from '../../domain/ledger/entry.ts';

/** What each interruption is called and what to do while it lasts. */
export const gapWords: Readonly<Record<GapKind, { title: string; next: string }>> = {
  'device-silent': { title: '相机离线，期间车辆可能没有记录', next: '检查相机电源与网线；恢复前请人工登记过往车辆' },
  'device-clock': { title: '相机时钟与服务器不一致', next: '在相机上启用网络授时（NTP）并核对时区' },
  'device-serial': { title: '收到来历不符的推送，已拒绝', next: '若更换了设备或地址，请在「出入口与设备」中清除序列号或修改允许来源；否则请查是谁在推送' },
  'device-undecodable': { title: '设备推送的内容无法解析，原文已保存', next: '核对设备型号与接入协议；可在「出入口与设备」中查看原文' },
  'device-unreachable': { title: '连不上设备', next: '检查设备网络、地址与账号口令' },
  'barrier-unconfirmed': { title: '开闸后没有收到开到位信号', next: '请查看道闸是否抬起，检查到位开关接线' },
  'storage-full': { title: '台账写不进磁盘', next: '立即清理或扩充磁盘；恢复前请人工放行并登记' },
  'disk-low': { title: '磁盘空间不足', next: '请在写满之前清理或扩充磁盘；不要删除数据文件夹里的任何文件' },
  'platform-unreachable': { title: '监管平台连不上，记录已保存在本机', next: '无需操作，恢复后自动补传；长时间中断请向属地生态环境部门备案' },
  'platform-rejecting': { title: '监管平台持续拒收', next: '在「上报」中查看平台给出的原因，修正后重新上报' },
  'server-stopped': { title: '系统停止运行，期间车辆可能没有记录', next: '核对停机期间的人工登记并补录' },
  'clock-jump': { title: '服务器时钟跳变', next: '启用网络授时；核对跳变前后的记录时间' },
};
