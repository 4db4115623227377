import { z } from 'zod';
import { codesOf, directions, laneModes, lanePaths } from '../../domain/codes.ts';
import { changeOf } from '../../domain/schema-change.ts';

const path = z.enum(codesOf(lanePaths));

/** How a lane behaves; what is missing has the cautious default. Times in s. */
export const laneBehaviour = z.object({
  mode: z.enum(codesOf(laneModes)).default('automatic').meta({ title: '模式' }),
  minConfidence: z.number().min(0).max(100).default(60).meta({ title: '最低置信度' }),
  mergeWindowSeconds: z.number().int().min(0).max(600).default(10).meta({ title: '同车合并时间（秒）' }),
  noPlate: path.default('ask').meta({ title: '无牌车' }),
  unread: path.default('ask').meta({ title: '未识别' }),
  unregistered: path.default('ask').meta({ title: '未登记车辆' }),
  emergencyVehicle: z.enum(['ask', 'admit']).default('ask').meta({ title: '未登记的应急车辆' }),
  confirmSeconds: z.number().int().min(1).max(60).default(8).meta({ title: '确认开到位时限（秒）' }),
});
export type LaneBehaviour = z.output<typeof laneBehaviour>;

/** A new lane as it is sent. */
export const laneDraft = laneBehaviour.extend({
  entranceId: z.string().min(1).max(100).meta({ title: '出入口' }),
  code: z.string().trim().min(1).max(20).meta({ title: '通道编码' }),
  name: z.string().trim().min(1).max(50).meta({ title: '通道名称' }),
  direction: z.enum(codesOf(directions)).meta({ title: '方向' }),
});
export type LaneDraft = z.output<typeof laneDraft>;

/** A change of a lane: members that are not sent stay as they are. */
export const laneChange = changeOf(laneDraft);
export type LaneChange = z.output<typeof laneChange>;
