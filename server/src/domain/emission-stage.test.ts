import { describe, expect, test } from 'vitest';
import { compareStages, isStageBarred, stageNumber } from './emission-stage.ts';

describe('emission stages', () => {
  test('stages are ordered and electric is above them all', () => {
    expect(compareStages('china-3', 'china-5')).toBe(-1);
    expect(compareStages('china-6', 'china-0')).toBe(1);
    expect(compareStages('china-4', 'china-4')).toBe(0);
    expect(compareStages('electric', 'china-6')).toBe(1);
  });

  test('none and unknown cannot be compared', () => {
    expect(compareStages('unknown', 'china-3')).toBeNull();
    expect(compareStages('china-3', 'none')).toBeNull();
  });

  test('a limit bars its stage and the older ones', () => {
    expect(isStageBarred('china-4', 'china-4')).toBe(true);
    expect(isStageBarred('china-0', 'china-4')).toBe(true);
    expect(isStageBarred('china-5', 'china-4')).toBe(false);
  });

  test('electric is never barred, whatever the limit says', () => {
    expect(isStageBarred('electric', 'china-6')).toBe(false);
    expect(isStageBarred('electric', 'electric')).toBe(false);
  });

  test('an unknown stage is neither barred nor free', () => {
    expect(isStageBarred('unknown', 'china-4')).toBeNull();
    expect(isStageBarred('none', 'china-4')).toBeNull();
  });

  test('only numbered stages have a number', () => {
    expect([stageNumber('china-6'), stageNumber('electric'), stageNumber('unknown')]).toEqual([6, null, null]);
  });
});
