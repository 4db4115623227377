import { expect, it } from 'vitest';
import { skeleton } from './cameras/_skeleton.ts';
import type { CameraAdapter, DisplayContent } from './contract.ts';
import { deviceAdapters } from './index.ts';
import { type Fixture, fixturesOf, mutated, noCommands, opens, replyTo, seededRandom } from './kit/test-frames.ts';

const rounds = 100_000;
const cameras = [...deviceAdapters, skeleton].filter((adapter): adapter is CameraAdapter => adapter.kind === 'camera');

it.each(cameras.map((adapter) => [adapter.id, adapter] as const))(
  '%s survives a hundred thousand damaged frames and never opens for them unasked',
  (_, adapter) => {
    const fixtures = fixturesOf(adapter);
    const frames = fixtures.map((fixture) => fixture.bytes);
    const random = seededRandom(0x5eed);
    let unwanted = 0;
    for (let count = 0; count < rounds; count++) {
      const fixture = fixtures[count % fixtures.length] as Fixture;
      const body = mutated(random, frames);
      if (opens(replyTo(adapter, fixture, { body, stored: true, verdict: count % 2 === 0 ? 'ask' : null, commands: noCommands }))) unwanted++;
    }
    expect(unwanted).toBe(0);
  },
);

it.each(deviceAdapters.filter((adapter) => adapter.kind === 'display').map((adapter) => [adapter.id, adapter] as const))(
  '%s makes whole frames out of any text',
  (_, adapter) => {
    const random = seededRandom(0x5eed);
    const text = (length: number) => Array.from({ length: Math.floor(random() * length) }, () => String.fromCharCode(Math.floor(random() * 0xffff))).join('');
    for (let count = 0; count < rounds / 10; count++) {
      const content: DisplayContent = {
        outcome: 'deny',
        plateNumber: text(20),
        stageText: text(100),
        controlText: text(300),
        verdictText: text(40),
        voiceText: text(200),
      };
      for (const frame of adapter.encode(content, { lines: count % 2 === 0 ? 2 : 4 })) expect(frame.bytes.length).toBeLessThan(6 + 255 + 2 + 1);
    }
  },
);
