import { z } from 'zod';
import type { CameraAdapter, DecodeResult, DeviceAnswer, DeviceRequest, WireReply } from '../contract.ts';
import { isoToUtc } from '../kit/device-time.ts';
import { parseJsonWithPictures } from '../kit/json-with-pictures.ts';
import { jsonReply, notTaken } from '../kit/replies.ts';
import { settingsReader } from '../kit/settings.ts';
import { total } from '../kit/total-decode.ts';
import { factsOf, member, percentOf, saysNo, textOf } from '../kit/values.ts';

// Copy this file and its fixtures under the name of the protocol, then add the adapter to ../index.ts.
const settings = z.object({
  openOutput: z.int().min(0).max(3).default(0).meta({ title: '开闸输出口' }),
});
const read = settingsReader(settings);

/** One sentence on the protocol: who calls whom, and where commands travel. */
export const skeleton: CameraAdapter = {
  id: '_skeleton',
  title: '示例相机',
  models: ['示例型号'],
  verified: 'manual',
  settings,
  capabilities: ['plate-source', 'barrier'],
  kind: 'camera',
  commandPath: 'reply',
  silentAfterSeconds: 90,
  decode: total(decode),
  reply,
};

function decode(request: DeviceRequest): DecodeResult {
  const json = parseJsonWithPictures(request.body, new Set(['picture']));
  if (!json.ok) return json;
  const plate = member(json.value, 'plate');
  if (plate === undefined) return { ok: false, problem: '消息中没有车牌内容' };
  const capturedAtText = textOf(member(plate, 'time'), 64);
  const picture = json.picture(member(plate, 'picture'));
  return {
    ok: true,
    serialNumber: textOf(member(json.value, 'serial'), 64),
    frame: json.frame,
    events: [
      {
        kind: 'plate-read',
        eventKey: textOf(member(plate, 'id'), 64),
        plateText: textOf(member(plate, 'number'), 64),
        plateColor: 'unknown',
        confidence: percentOf(member(plate, 'confidence')),
        capturedAtText,
        capturedAt: capturedAtText === null ? null : isoToUtc(capturedAtText),
        live: saysNo(member(plate, 'stored')),
        suspectedFake: false,
        openedLocally: false,
        more: false,
        read: factsOf({ lane: textOf(member(plate, 'lane'), 16) }),
        pictures: picture === null ? [] : [{ kind: 'full', bytes: picture }],
        ack: {},
      },
    ],
  };
}

function reply(answer: DeviceAnswer, given: unknown): WireReply {
  if (!answer.stored) return notTaken();
  const own = read(given);
  return jsonReply(answer.commands.openBarrier && own !== null ? { received: true, pulse: own.openOutput } : { received: true });
}
