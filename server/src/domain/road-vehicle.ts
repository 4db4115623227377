import { z } from 'zod';
import { codesOf, emissionStages, fuelTypes, plateColors, reviewStates } from './codes.ts';

const date = z.iso.date();

/** A transport vehicle as people enter it: HJ 1321 table C.2 with local extras. Unknown stays null or `unknown`. */
export const roadVehicleInput = z.object({
  plateNumber: z.string().trim().min(1).max(32).meta({ title: '车牌号码' }),
  plateColor: z.enum(codesOf(plateColors)).meta({ title: '号牌颜色' }),
  vehicleType: z
    .string()
    .trim()
    .regex(/^[A-Z]\d{2}$/)
    .nullish()
    .meta({ title: '车辆类型', description: 'GA/T 16.4 代码，如 H11、Q11、K33' }),
  vin: z.string().trim().max(32).nullish().meta({ title: '车辆识别代号（VIN）' }),
  registeredOn: date.nullish().meta({ title: '注册登记日期' }),
  brandModel: z.string().trim().max(100).nullish().meta({ title: '车辆品牌型号' }),
  engineModel: z.string().trim().max(100).nullish().meta({ title: '发动机型号' }),
  engineMaker: z.string().trim().max(100).nullish().meta({ title: '发动机生产厂' }),
  engineNumber: z.string().trim().max(100).nullish().meta({ title: '发动机号' }),
  fuelType: z.enum(codesOf(fuelTypes)).default('unknown').meta({ title: '燃料类型' }),
  emissionStage: z.enum(codesOf(emissionStages)).default('unknown').meta({ title: '排放标准' }),
  emissionSubstage: z.enum(['a', 'b']).nullish().meta({ title: '排放标准子阶段' }),
  emissionEvidence: z.string().trim().max(200).nullish().meta({ title: '排放判定依据' }),
  networked: z.boolean().nullish().meta({ title: '联网状态' }),
  useNature: z
    .string()
    .trim()
    .regex(/^[A-S]$/)
    .nullish()
    .meta({ title: '使用性质', description: 'GA/T 16.3 代码' }),
  fleetName: z.string().trim().max(100).nullish().meta({ title: '车队名称' }),
  ownerName: z.string().trim().max(100).nullish().meta({ title: '所有人' }),
  validUntil: date.nullish().meta({ title: '备案有效期至' }),
  inspectionUntil: date.nullish().meta({ title: '年检有效期至' }),
  emissionInfoSheetSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullish()
    .meta({ title: '随车清单' }),
  vehicleLicenseSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullish()
    .meta({ title: '行驶证' }),
  remark: z.string().trim().max(200).nullish().meta({ title: '备注' }),
});
export type RoadVehicleInput = z.infer<typeof roadVehicleInput>;

export const roadVehicle = roadVehicleInput.extend({
  id: z.string(),
  reviewState: z.enum(codesOf(reviewStates)).meta({ title: '复核状态' }),
  reviewedBy: z.string().nullable().meta({ title: '复核人' }),
  createdBy: z.string().meta({ title: '登记人' }),
  createdAt: z.string().meta({ title: '登记时间' }),
  updatedAt: z.string().meta({ title: '更新时间' }),
  version: z.number().int().meta({ title: '版本' }),
});
export type RoadVehicle = z.infer<typeof roadVehicle>;
