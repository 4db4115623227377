import { z } from 'zod';
import { codesOf, directions, emissionStages, fuelTypes } from '../codes.ts';

/** Bars vehicles by stage for given fuels and vehicle classes. Classes are prefixes of GA/T 16.4 codes (`H`, `Q`, `Z`, `H1`). */
export const stageLimit = z.object({
  id: z.string().meta({ title: '编号' }),
  title: z.string().max(100).meta({ title: '名称' }),
  vehicleClasses: z.array(z.string().regex(/^[A-Z]\d{0,2}$/)).meta({ title: '车辆类型范围' }),
  fuelTypes: z.array(z.enum(codesOf(fuelTypes))).meta({ title: '燃料类型' }),
  /** The newest stage that is still barred; older ones are barred with it. */
  maxBarredStage: z.enum(codesOf(emissionStages)).meta({ title: '禁止的最高排放阶段' }),
  direction: z.enum(codesOf(directions)).meta({ title: '方向' }),
});
export type StageLimit = z.infer<typeof stageLimit>;

/** One versioned pack of base rules. `enabled` names the rule files in force; their order is fixed by `decision/rules.ts`. */
export const ruleSetContent = z.object({
  title: z.string().min(1).max(100).meta({ title: '名称' }),
  source: z.string().max(200).meta({ title: '依据' }),
  stageLimits: z.array(stageLimit).meta({ title: '排放阶段限制' }),
  requireReview: z.boolean().meta({ title: '未复核车辆须核验' }),
  checkValidity: z.boolean().meta({ title: '检查备案与年检有效期' }),
  admitPassengerVehicles: z.boolean().meta({ title: '已登记客车放行' }),
});
export type RuleSetContent = z.infer<typeof ruleSetContent>;

export const ruleSet = ruleSetContent.extend({
  id: z.string(),
  version: z.number().int(),
  state: z.enum(['draft', 'published', 'superseded']),
  createdAt: z.string(),
  createdBy: z.string(),
  publishedAt: z.string().nullable(),
  publishedBy: z.string().nullable(),
});
export type RuleSet = z.infer<typeof ruleSet>;
