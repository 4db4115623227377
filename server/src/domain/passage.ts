import { z } from 'zod';
import { barrierStates, codesOf, directions, emissionStages, fuelTypes, outcomes, plateColors, reviewStates, snapshotKinds, uploadStates } from './codes.ts';

const instant = z.string().meta({ description: 'ISO 8601，带时区' });

export const snapshotView = z.object({
  kind: z.enum(codesOf(snapshotKinds)),
  sha256: z.string(),
  url: z.string(),
});

export const reasonView = z.object({ code: z.string(), text: z.string(), rule: z.string().optional() });

export const passageVehicle = z.object({
  id: z.string(),
  vehicleType: z.string().nullable().meta({ title: '车辆类型' }),
  vin: z.string().nullable().meta({ title: '车辆识别代号(VIN)' }),
  fuelType: z.enum(codesOf(fuelTypes)).meta({ title: '燃料类型' }),
  emissionStage: z.enum(codesOf(emissionStages)).meta({ title: '排放标准' }),
  emissionSubstage: z.enum(['a', 'b']).nullable(),
  reviewState: z.enum(codesOf(reviewStates)).meta({ title: '复核状态' }),
  fleetName: z.string().nullable().meta({ title: '车队名称' }),
});

export const answerView = z.object({
  outcome: z.enum(['admit', 'deny']),
  by: z.string().meta({ title: '核验人' }),
  at: instant,
  reason: z.string().meta({ title: '原因' }),
  lift: z.boolean().optional().meta({ title: '人工抬杆' }),
});

export const correctionView = z.object({
  seq: z.number().int(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  by: z.string(),
  at: instant,
  reason: z.string(),
  evidence: z.string().nullable(),
});

/** One passage as lists and screens show it. */
export const passageView = z.object({
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
  reasons: z.array(reasonView).meta({ title: '判定原因' }),
  ruleSetVersion: z.number().int().meta({ title: '规则版本' }),
  barrier: z.enum(codesOf(barrierStates)).meta({ title: '道闸' }),
  passed: z.boolean().meta({ title: '已通行' }),
  answer: answerView.nullable().meta({ title: '人工核验' }),
  vehicle: passageVehicle.nullable(),
  cargoName: z.string().nullable().meta({ title: '货物名称' }),
  cargoTonnes: z.string().nullable().meta({ title: '运输量(t)' }),
  snapshots: z.array(snapshotView).meta({ title: '照片' }),
  visitId: z.string().nullable(),
  questions: z.array(z.string()).meta({ title: '待查问题' }),
  evidenceCount: z.number().int(),
  corrections: z.array(correctionView).meta({ title: '更正' }),
  uploads: z.array(z.object({ regulatorId: z.string(), state: z.enum(codesOf(uploadStates)) })).meta({ title: '上报' }),
});
export type PassageView = z.infer<typeof passageView>;
