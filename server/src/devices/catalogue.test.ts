import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { skeleton } from './cameras/_skeleton.ts';
import type { CameraAdapter, Capability, DeviceAdapter } from './contract.ts';
import { deviceAdapters } from './index.ts';
import { settingsReader } from './kit/settings.ts';
import { type Fixture, fixturesOf, folderOf, mutated, noCommands, opens, outcomeOf, replyTo, seededRandom } from './kit/test-frames.ts';

const chinese = /[\u4e00-\u9fff]/;
const all: readonly DeviceAdapter[] = [...deviceAdapters, skeleton];
const cameras = all.filter((adapter): adapter is CameraAdapter => adapter.kind === 'camera');
const connectionIo = { elapsed: () => 0, random: () => 0, log: () => undefined };

describe('the list of adapters', () => {
  it('holds every adapter file, and each id once', () => {
    const files = ['cameras', 'displays'].flatMap((kind) =>
      readdirSync(new URL(`./${kind}/`, import.meta.url)).filter((file) => /^[a-z][a-z0-9-]*\.ts$/.test(file)),
    );
    expect(deviceAdapters.map((adapter) => `${adapter.id}.ts`).sort()).toEqual(files.sort());
  });
});

describe.each(all.map((adapter) => [adapter.id, adapter] as const))('%s', (_, adapter) => {
  const fixtures = fixturesOf(adapter);

  it('has the name of its file, and Chinese titles', () => {
    expect(existsSync(`${folderOf(adapter)}${adapter.id}.ts`)).toBe(true);
    expect(adapter.title).toMatch(chinese);
    expect(adapter.models.length).toBeGreaterThan(0);
    for (const [name, part] of Object.entries(adapter.settings.shape)) expect(titleOf(part as z.ZodType), name).toMatch(chinese);
  });

  it('has settings that a form can be drawn from', () => {
    expect(z.toJSONSchema(adapter.settings, { io: 'input' })).toHaveProperty('properties');
  });

  it('marks the address that its secrets are sent to', () => {
    const { baseUrl } = adapter.settings.shape;
    if (baseUrl) expect(z.globalRegistry.get(baseUrl as z.ZodType)?.secretsGoHere).toBe(true);
  });

  it('has fixtures with a source, and every one means exactly what is written beside it, twice', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(2);
    expect(existsSync(`${folderOf(adapter)}${adapter.id}.fixtures/SOURCE.md`)).toBe(true);
    for (const fixture of fixtures) {
      expect(outcomeOf(adapter, fixture), fixture.name).toBe(fixture.out);
      expect(outcomeOf(adapter, fixture), fixture.name).toBe(fixture.out);
    }
  });

  it('has each capability that it states', () => {
    for (const capability of adapter.capabilities) expect(has(adapter, capability), capability).toBe(true);
  });
});

describe.each(cameras.map((adapter) => [adapter.id, adapter] as const))('%s as a camera', (_, adapter) => {
  const fixtures = fixturesOf(adapter);
  const frames = fixtures.map((fixture) => fixture.bytes);

  it('answers what was not stored with 503, and never opens then, whatever it is told', () => {
    for (const fixture of fixtures) {
      const reply = replyTo(adapter, fixture, { stored: false, verdict: 'admit', commands: { ...noCommands, openBarrier: true, hold: 'hold' } });
      expect(reply.status, fixture.name).toBe(503);
      expect(String(reply.body), fixture.name).toBe('not taken');
    }
  });

  it('opens only by an opening command', () => {
    for (const fixture of fixtures) {
      for (const verdict of ['admit', 'deny', 'ask', null] as const) {
        const reply = replyTo(adapter, fixture, {
          stored: true,
          verdict,
          commands: { ...noCommands, snapshot: true, serial: [{ channel: 0, bytes: Buffer.from('"info":"ok"') }] },
        });
        expect(reply.status, fixture.name).toBe(200);
        expect(opens(reply), fixture.name).toBe(false);
      }
    }
  });

  it('survives a thousand damaged frames, says what is wrong in Chinese, and never opens for them unasked', () => {
    const random = seededRandom(20240301);
    for (let count = 0; count < 1000; count++) {
      const fixture = fixtures[count % fixtures.length] as Fixture;
      const body = mutated(random, frames);
      const result = adapter.decode(
        { method: 'POST', path: '', query: {}, contentType: fixture.request.contentType ?? null, body, receivedAt: '' },
        fixture.request.settings ?? {},
      );
      if (!result.ok) expect(result.problem).toMatch(chinese);
      expect(opens(replyTo(adapter, fixture, { body, stored: true, commands: noCommands }))).toBe(false);
      expect(opens(replyTo(adapter, fixture, { body, stored: false, commands: { ...noCommands, openBarrier: true } }))).toBe(false);
    }
  });

  it('decodes with settings that do not fit without throwing, and opens nothing then', () => {
    for (const settings of [undefined, null, 'x', 7, { openIo: 99, map: 3, channel: 'x' }]) {
      for (const fixture of fixtures) {
        const broken = { ...fixture, request: { ...fixture.request, settings } };
        expect(() => replyTo(adapter, broken, { stored: true, commands: noCommands })).not.toThrow();
        expect(opens(replyTo(adapter, broken, { stored: true, commands: noCommands }))).toBe(false);
      }
    }
  });
});

function titleOf(schema: z.ZodType): string {
  const title = schema.meta()?.title;
  if (title !== undefined) return title;
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return inner === undefined ? '' : titleOf(inner);
}

function has(adapter: DeviceAdapter, capability: Capability): boolean {
  const fixtures = fixturesOf(adapter);
  if (adapter.kind === 'display')
    return (
      adapter.encode({ outcome: 'admit', plateNumber: '冀B00001', stageText: null, controlText: null, verdictText: '允许通行', voiceText: '允许通行' }, {})
        .length > 0
    );
  const events = fixtures.flatMap((fixture) => (fixture.out === null ? [] : ((JSON.parse(fixture.out) as { events?: { kind: string }[] }).events ?? [])));
  const connection = adapter.connect?.(settingsReader(adapter.settings)({}), connectionIo);
  const saysMore = (commands: Partial<typeof noCommands>, settings?: object) =>
    fixtures.some((fixture) => {
      const set = { ...fixture, request: { ...fixture.request, settings: { ...(fixture.request.settings as object), ...settings } } };
      return (
        replyTo(adapter, set, { stored: true, commands: { ...noCommands, ...commands } }).body !==
        replyTo(adapter, set, { stored: true, commands: noCommands }).body
      );
    });
  const show = { outcome: 'admit', plateNumber: null, stageText: null, controlText: null, verdictText: '允许通行', voiceText: '请通行' } as const;
  const proofs: Record<Capability, () => boolean> = {
    'plate-source': () => events.some((event) => event.kind === 'plate-read'),
    'snapshot-source': () => connection?.snapshot !== undefined || saysMore({ snapshot: true }),
    barrier: () =>
      connection?.openBarrier !== undefined ||
      fixtures.some((fixture) => opens(replyTo(adapter, fixture, { stored: true, verdict: 'admit', commands: { ...noCommands, openBarrier: true } }))),
    'barrier-hold': () => connection?.setHold !== undefined || (saysMore({ hold: 'hold' }) && saysMore({ hold: 'release' })),
    'text-display': () => connection?.show !== undefined || saysMore({ show }),
    announcer: () => connection?.announce !== undefined || saysMore({ show }, { speak: true }),
    'vehicle-sensor': () => events.some((event) => event.kind === 'input'),
    'serial-port': () => saysMore({ serial: [{ channel: 0, bytes: Uint8Array.of(1, 2) }] }),
  };
  return proofs[capability]();
}
