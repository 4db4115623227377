import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCircuit } from './circuit.ts';
import { backOffMs, createBucket, createWindow } from './pace.ts';

describe('the window', () => {
  test('doubles each round trip up to its limit, shrinks when refused for haste, and never falls to nothing', () => {
    const window = createWindow(64);
    const roundTrips = [];
    for (let trip = 0; trip < 5; trip++) {
      roundTrips.push(window.size);
      for (let i = window.size; i > 0; i--) window.answered(80, trip * 80);
    }
    expect([...roundTrips, window.size]).toEqual([4, 8, 16, 32, 64, 64]);
    window.throttled(1000);
    expect(window.size).toBe(48);
    window.throttled(1001);
    expect(window.size).toBe(48);
    for (let i = 0; i < 100; i++) window.throttled(2000 + i * 1000);
    expect(window.size).toBe(1);
  });

  test('stops growing while answers are three times slower than usual', () => {
    const window = createWindow(64);
    for (let i = 0; i < 20; i++) window.answered(50, i);
    const before = window.size;
    for (let i = 0; i < 40; i++) window.answered(250, 100 + i);
    expect(window.size).toBeLessThan(before + 10);
  });
});

test('the bucket never lets more through than its rate and one burst', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 200 }), (rate, gaps) => {
      const bucket = createBucket(rate);
      let now = 1000;
      let through = 0;
      for (const gap of gaps) {
        now += gap;
        if (bucket.take(now) === 0) through++;
      }
      expect(through).toBeLessThanOrEqual(((now - 1000) * rate) / 1000 + Math.max(1, rate / 10) + 1e-6);
    }),
  );
});

test('back-off doubles to five minutes, is spread, and is a whole number of milliseconds', () => {
  expect([1, 2, 3, 9, 10, 1000].map((attempts) => backOffMs(attempts, () => 1))).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
  expect(backOffMs(1, () => 0)).toBe(500);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) =>
      Number.isInteger(backOffMs(attempts, () => random)),
    ),
  );
});

describe('the circuit', () => {
  test('opens after its limit of failures in a row and knocks at 0.5, 1, 2, 4, 5, 5 s', () => {
    const circuit = createCircuit(() => 1);
    for (let i = 0; i < 4; i++) expect(circuit.failed(0, 5, 'away')).toBe(false);
    expect(circuit.failed(0, 5, 'away')).toBe(true);
    const waits = [];
    let now = 0;
    for (let i = 0; i < 6; i++) {
      waits.push(circuit.probeAt - now);
      now = circuit.probeAt;
      circuit.halfOpen();
      circuit.failed(now, 5, 'away');
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
    expect(circuit.worked(now)).toEqual({ since: 0, cause: 'unreachable' });
    expect(circuit.state).toBe('closed');
    expect(circuit.worked(now)).toBe(null);
  });

  test('a refused login is asked again rarely, so that the account is not locked', () => {
    const circuit = createCircuit(() => 1);
    circuit.failed(0, 1, 'wrong password', 'refused');
    const waits = [];
    let now = 0;
    for (let i = 0; i < 6; i++) {
      waits.push(circuit.probeAt - now);
      now = circuit.probeAt;
      circuit.halfOpen();
      circuit.failed(now, 1, 'wrong password', 'refused');
    }
    expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});
