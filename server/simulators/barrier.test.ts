import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBarrier } from './barrier.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('simulated barrier', () => {
  test('the arm travels, reports its end switches and closes by itself after the truck has left the loop', () => {
    const barrier = createBarrier({ travelMs: 3000, passMs: 2000, wiring: { openEnd: 0, closedEnd: 1, loop: 2 } });
    const seen: string[] = [];
    barrier.onInput((source, value) => seen.push(`${source}=${value}`));
    expect(barrier.pulseOpen('server', '冀B00001')).toBe(true);
    expect(barrier.position).toBe('opening');
    vi.advanceTimersByTime(3000);
    expect(barrier.position).toBe('open');
    barrier.vehiclePasses();
    vi.advanceTimersByTime(2000);
    expect(barrier.position).toBe('closing');
    vi.advanceTimersByTime(3000);
    expect(barrier.position).toBe('closed');
    expect(seen).toEqual(['1=0', '0=1', '2=1', '2=0', '0=0', '1=1']);
    expect(barrier.openings.map(({ plate, by }) => ({ plate, by }))).toEqual([{ plate: '冀B00001', by: 'server' }]);
  });

  test('the arm never closes onto an occupied loop', () => {
    const barrier = createBarrier({ travelMs: 3000 });
    barrier.pulseOpen('server');
    vi.advanceTimersByTime(3000);
    barrier.setLoop(true);
    expect(barrier.pulseClose()).toBe(false);
    barrier.setLoop(false);
    vi.advanceTimersByTime(1000);
    barrier.setLoop(true);
    expect([barrier.position, barrier.stats.reversals]).toEqual(['opening', 1]);
  });

  test('a locked or broken arm takes the pulse and stands still', () => {
    const barrier = createBarrier();
    barrier.lock(true);
    expect(barrier.pulseOpen('server')).toBe(false);
    barrier.lock(false);
    barrier.setBroken(true);
    expect(barrier.pulseOpen('server')).toBe(false);
    expect([barrier.openings.length, barrier.stats.pulsesWithoutMovement, barrier.position]).toEqual([0, 2, 'stuck']);
  });

  test('a held arm stays up after the truck has left', () => {
    const barrier = createBarrier({ travelMs: 10, passMs: 10 });
    barrier.hold(true);
    vi.advanceTimersByTime(10);
    barrier.vehiclePasses();
    vi.advanceTimersByTime(100);
    expect(barrier.position).toBe('open');
    barrier.hold(false);
    vi.advanceTimersByTime(10);
    expect(barrier.position).toBe('closed');
  });
});
