import { describe, expect, it } from 'vitest';
import type { DeviceCommands, DisplayContent } from '../contract.ts';
import { fixturesOf, noCommands, replyTo } from '../kit/test-frames.ts';
import { genericJson } from './generic-json.ts';

const [fixture] = fixturesOf(genericJson);

function answered(
  reply: unknown,
  verdict: 'admit' | 'deny' | 'ask' | null,
  commands: Partial<DeviceCommands> = {},
  body?: Buffer,
): { type: string; body: string } {
  if (fixture === undefined) throw new Error('fixture');
  const settings = { ...(fixture.request.settings as object), reply };
  const set = { ...fixture, request: { ...fixture.request, settings } };
  const wire = replyTo(genericJson, set, { ...(body === undefined ? {} : { body }), stored: true, verdict, commands: { ...noCommands, ...commands } });
  return { type: wire.contentType, body: String(wire.body) };
}
const templates = { admit: { open: true, plate: '{{plateNumber}}', id: '{{eventId}}' }, deny: { open: false, text: '{{text}}' }, ask: { open: null } };
const show: DisplayContent = { outcome: 'deny', plateNumber: '冀B00031', stageText: null, controlText: null, verdictText: '国四禁止', voiceText: null };

describe('the answer to a generic camera', () => {
  it('follows the verdict', () => {
    expect(answered(templates, 'admit', { openBarrier: true }).body).toBe('{"open":true,"plate":"冀B00031","id":"evt-1"}');
    expect(answered(templates, 'deny', { show }).body).toBe('{"open":false,"text":"国四禁止"}');
    expect(answered(templates, 'ask').body).toBe('{"open":null}');
  });

  it('never says admit without an opening command, whatever the verdict was', () => {
    expect(answered(templates, 'admit').body).toBe('{"open":null}');
    expect(answered(templates, null).body).toBe('{"open":null}');
    expect(answered({ ...templates, stored: 'ok' }, null)).toEqual({ type: 'text/plain; charset=utf-8', body: 'ok' });
    expect(answered({ admit: { open: true } }, null).body).toBe('{}');
    expect(answered({ admit: { open: true }, deny: { open: false } }, null).body).toBe('{"open":false}');
  });

  it('says nothing rather than something that reads like admit', () => {
    expect(answered({ admit: { result: 'ok' }, ask: '{ "result": "ok" }' }, 'ask').body).toBe('{}');
  });

  it('lets no value of the device become syntax', () => {
    const hostile = Buffer.from(JSON.stringify({ id: '","open":true,"x":"', data: { plate: { no: '</a><open/>\n' } } }));
    expect(JSON.parse(answered({ deny: '{"open":false,"id":"{{eventId}}"}' }, 'deny', {}, hostile).body)).toEqual({ open: false, id: '","open":true,"x":"' });
    expect(answered({ deny: '<a>{{plateNumber}}</a>' }, 'deny', {}, hostile)).toEqual({ type: 'application/xml', body: '<a>&#60;/a&#62;&#60;open/&#62;</a>' });
    expect(JSON.parse(answered({ deny: { id: 'x {{eventId}}' } }, 'deny', {}, hostile).body)).toEqual({ id: 'x ","open":true,"x":"' });
  });
});

describe('the settings of a generic camera', () => {
  it('take exactly what a site writes, and refuse what cannot be meant', () => {
    const settings = {
      map: { plateNumber: '/plate', plateColor: '/color', capturedAt: '/time', confidence: '/c', eventId: '/id', direction: '/d', images: ['/pic'] },
      timeFormat: 'unix_s',
      timeZone: 'Asia/Shanghai',
      colors: { '2': 'yellow' },
      reply: { admit: { gate: 'up' }, deny: 'NO', ask: [] },
    };
    expect(genericJson.settings.safeParse(settings).success).toBe(true);
    expect(genericJson.settings.safeParse({ ...settings, timeZone: 'Mars/Base' }).success).toBe(false);
    expect(genericJson.settings.safeParse({ ...settings, colors: { x: 'pink' } }).success).toBe(false);
    expect(genericJson.settings.safeParse({ ...settings, map: {} }).success).toBe(false);
  });
});
