import type { ErrorRow } from '../errors.ts';

export const siteErrors = {
  SITE_PORT_IN_USE: { zh: '端口 {port} 已被占用', next: '关闭占用该端口的程序，或用 --port 换一个端口', retry: 'no', status: 500 },
  SITE_PORT_FORBIDDEN: { zh: '没有权限使用端口 {port}', next: '用 --port 换一个 1024 以上的端口，或授予程序绑定低端口的权限', retry: 'no', status: 500 },
  SITE_HOST_INVALID: { zh: '本机没有地址 {host}', next: '用 --host 换成本机的地址，或不写以监听所有网卡', retry: 'no', status: 500 },
  SITE_DATA_UNWRITABLE: { zh: '数据文件夹 {folder} 无法写入', next: '检查文件夹权限与磁盘，或用 --data 换一个文件夹', retry: 'no', status: 500 },
  SITE_DATA_IN_USE: {
    zh: '数据文件夹 {folder} 正由另一个绿闸程序（进程 {pid}）使用',
    next: '先停掉那个程序，或用 --data 换一个文件夹',
    retry: 'no',
    status: 500,
  },
  SITE_SCHEMA_NEWER: { zh: '数据库由更新的版本（{found}）建立，本程序只认识到 {known}', next: '请用新版程序打开，或恢复旧版备份', retry: 'no', status: 500 },
  SITE_CLOCK_WRONG: { zh: '系统时钟 {now} 早于台账最后一条 {last}', next: '请校准系统时间（建议启用网络授时）后再启动', retry: 'no', status: 500 },
  SITE_OPTION_UNKNOWN: { zh: '不认识的参数 {option}', next: '可用的参数：{known}', retry: 'no', status: 500 },
  SITE_OPTION_INVALID: { zh: '参数 {option} 的值不对：{problem}', next: '请改正后重新运行', retry: 'no', status: 500 },
  SITE_CODE_EXISTS: { zh: '编码 {code} 已被使用', next: '请换一个编码', retry: 'no', status: 409 },
  SITE_ENTRANCE_NOT_FOUND: { zh: '没有编号为 {id} 的出入口', next: '请刷新列表后重试', retry: 'no', status: 404 },
  SITE_ENTRANCE_HAS_LANES: { zh: '该出入口下还有 {lanes} 条通道', next: '请先删除或移走通道', retry: 'no', status: 409 },
  SITE_LANE_NOT_FOUND: { zh: '没有编号为 {id} 的通道', next: '请刷新列表后重试', retry: 'no', status: 404 },
  SITE_LANE_HAS_DEVICES: { zh: '该通道下还有 {devices} 台设备', next: '请先删除或移走设备', retry: 'no', status: 409 },
  SITE_DEVICE_NOT_FOUND: { zh: '没有编号为 {id} 的设备', next: '请刷新列表后重试', retry: 'no', status: 404 },
  SITE_DEVICE_IN_USE: { zh: '显示屏「{display}」经由该相机收发，不能删除或移走', next: '请先删除该显示屏，或改为经由其他相机', retry: 'no', status: 409 },
  SITE_DEVICE_VIA: { zh: '显示屏所经由的相机不存在，或没有串口', next: '请选择本站一台带串口的相机', retry: 'no', status: 400 },
  SITE_ADAPTER_UNKNOWN: { zh: '没有接入协议 {adapter}', next: '请从接入协议列表中选择', retry: 'no', status: 400 },
  SITE_SECRETS_NEEDED: {
    zh: '「{address}」换了主机、端口或协议，已保存的{secrets}不会发往新地址',
    next: '请重新填写{secrets}后再保存',
    retry: 'no',
    status: 400,
  },
  SITE_ADAPTER_FIXED: { zh: '设备的接入协议不能更改', next: '请删除该设备后按新协议重新添加', retry: 'no', status: 409 },
} as const satisfies Record<string, ErrorRow>;
