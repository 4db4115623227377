import { z } from 'zod';
import { barrierStates, codesOf, directions, emissionStages, fuelTypes, outcomes, plateColors, reviewStates, snapshotKinds, uploadStates } from './codes.ts';

const instant = z.string().meta({ description: 'ISO 8601，带时区' });

export const snapshotShape = z.object({
  kind: z.enum(codesOf(snapshotKinds)),
  sha256: z.string(),
  url: z.string(),
});

export const reasonShape = z.object({ code: z.string(), text: z.string(), rule: z.string().optional() });

export const passageVehicle = z.object({
  id: z.string(),
  vehicleType: z.string().nullable().meta({ title: '车辆类型' }),
  vin: z.string().nullable().meta({ title: '车辆识别代号（VIN）' }),
  fuelType: z.enum(codesOf(fuelTypes)).meta({ title: '燃料类型' }),
  emissionStage: z.enum(codesOf(emissionStages)).meta({ title: '排放标准' }),
  emissionSubstage: z.enum(['a', 'b']).nullable(),
  reviewState: z.enum(codesOf(reviewStates)).meta({ title: '复核状态' }),
  fleetName: z.string().nullable().meta({ title: '车队名称' }),
});

export const answerShape = z.object({
  outcome: z.enum(['admit', 'deny']),
  by: z.string().meta({ title: '核验人' }),
  at: instant,
  reason: z.string().meta({ title: '原因' }),
  lift: z.boolean().optional().meta({ title: '人工抬杆' }),
});

export const correctionShape = z.object({
  seq: z.number().int(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  by: z.string(),
  at: instant,
  reason: z.string(),
  evidence: z.string().nullable(),
});

/** One passage as lists and screens show it. */
export const passageShape = z.object({
  id: z.string(),
  seq: z.number().int(),
  siteId: z.string(),
  entranceCode: z.string().meta({ title: '出入口编号' }),
  laneId: z.string(),
  laneCode: z.string().meta({ title: '道闸编号' }),
  direction: z.enum(codesOf(directions)).meta({ title: '进出状态' }),
  at: instant.meta({ title: '通行时间' }),
  capturedAt: instant.nullable().meta({ title: '抓拍时间' }),
  receivedAt: instant.meta({ title: '接收时间' }),
  live: z.boolean().meta({ title: '实时' }),
  plateText: z.string().nullable().meta({ title: '识别原文' }),
  plateNumber: z.string().nullable().meta({ title: '车牌号码' }),
  noPlateReason: z.string().nullable(),
  plateColor: z.enum(codesOf(plateColors)).meta({ title: '号牌颜色' }),
  confidence: z.number().nullable().meta({ title: '置信度' }),
  suspectedFake: z.boolean(),
  outcome: z.enum(codesOf(outcomes)).meta({ title: '判定' }),
  reasons: z.array(reasonShape).meta({ title: '判定原因' }),
  ruleSetVersion: z.number().int().meta({ title: '规则版本' }),
  barrier: z.enum(codesOf(barrierStates)).meta({ title: '道闸' }),
  passed: z.boolean().meta({ title: '已通行' }),
  answer: answerShape.nullable().meta({ title: '人工核验' }),
  vehicle: passageVehicle.nullable(),
  cargoName: z.string().nullable().meta({ title: '货物名称' }),
  cargoTonnes: z.string().nullable().meta({ title: '运输量（t）' }),
  snapshots: z.array(snapshotShape).meta({ title: '照片' }),
  visitId: z.string().nullable(),
  questions: z.array(z.string()).meta({ title: '待查问题' }),
  evidenceCount: z.number().int(),
  corrections: z.array(correctionShape).meta({ title: '更正' }),
  uploads: z.array(z.object({ regulatorId: z.string(), state: z.enum(codesOf(uploadStates)) })).meta({ title: '上报' }),
});
export type Passage = z.infer<typeof passageShape>;

const leg = { code: z.string().nullable(), at: instant.nullable(), text: z.string().nullable() };

/** One visit: the columns of the 进出厂运输车辆电子台账 in the standard's order, one row an in and its out. */
export const visitShape = z.object({
  id: z.string(),
  seq: z.number().int(),
  state: z.enum(['inside', 'closed', 'orphan', 'void']).meta({ title: '状态' }),
  questions: z.array(z.string()).meta({ title: '待查问题' }),
  inEntranceCode: leg.code.meta({ title: '进厂出入口编号' }),
  inLaneCode: leg.code.meta({ title: '进厂道闸编号' }),
  outEntranceCode: leg.code.meta({ title: '出厂出入口编号' }),
  outLaneCode: leg.code.meta({ title: '出厂道闸编号' }),
  inAt: leg.at.meta({ title: '进厂时间' }),
  outAt: leg.at.meta({ title: '出厂时间' }),
  plateNumber: z.string().nullable().meta({ title: '车牌号码' }),
  plateColor: z.enum(codesOf(plateColors)).meta({ title: '号牌颜色' }),
  vehicleType: z.string().nullable().meta({ title: '车辆类型' }),
  registeredOn: z.string().nullable().meta({ title: '注册登记日期' }),
  vin: z.string().nullable().meta({ title: '车辆识别代号（VIN）' }),
  engineNumber: z.string().nullable().meta({ title: '发动机号' }),
  brandModel: z.string().nullable().meta({ title: '车辆品牌型号' }),
  fuelType: z.enum(codesOf(fuelTypes)).meta({ title: '燃料类型' }),
  emissionStage: z.enum(codesOf(emissionStages)).meta({ title: '排放标准' }),
  networked: z.boolean().nullable().meta({ title: '联网状态' }),
  useNature: z.string().nullable().meta({ title: '使用性质' }),
  inCargoName: leg.text.meta({ title: '进厂运输货物名称' }),
  inCargoTonnes: leg.text.meta({ title: '进厂运输量（t）' }),
  outCargoName: leg.text.meta({ title: '出厂运输货物名称' }),
  outCargoTonnes: leg.text.meta({ title: '出厂运输量（t）' }),
  fleetName: z.string().nullable().meta({ title: '车队名称' }),
  inPhotos: z.array(snapshotShape).meta({ title: '进厂照片' }),
  outPhotos: z.array(snapshotShape).meta({ title: '出厂照片' }),
  emissionInfoSheet: z.string().nullable().meta({ title: '随车清单' }),
  vehicleLicense: z.string().nullable().meta({ title: '行驶证' }),
  inPassageId: z.string().nullable(),
  outPassageId: z.string().nullable(),
});
export type Visit = z.infer<typeof visitShape>;
