/** What a guard gives as reason with one click; everything else is 其他 in words. */
export const liftReasons = ['证件核实无误', '号牌识别错误', '应急救援车辆', '民生保障车辆', '相机或道闸故障', '负责人批准进厂'] as const;
export const refuseReasons = ['排放阶段不符合', '车辆未登记', '证件与车辆不符', '无预约或无业务', '名单禁止进厂', '司机拒绝核验'] as const;
export const holdReasons = ['应急疏散', '设备检修', '大件或车队通过', '道闸故障', '停电或断网', '演练'] as const;
export const releaseReasons = ['车队已通过', '检修完成', '应急结束', '故障已排除', '演练结束', '误操作'] as const;
export const manualReasons = ['相机识别不稳定', '检查期间逐车核验', '大件或危化车辆', '设备检修', '上级要求', '演练'] as const;
export const automaticReasons = ['识别已恢复', '检查结束', '车辆已通过', '检修完成', '上级要求', '演练结束'] as const;
