import { describe, expect, test } from 'vitest';
import { codesOf, roles } from './codes.ts';
import type { Role } from './codes.ts';
import { may, rights, rightsOf } from './rights.ts';
import type { Right } from './rights.ts';

const changing: Right[] = codesOf(rights).filter((right) => !right.endsWith('.read') && right !== 'ledger.verify' && right !== 'exports.create');

describe('rights', () => {
  test('the administrator may do everything', () => {
    expect(rightsOf('administrator')).toEqual(codesOf(rights));
  });

  test('the environment manager may do everything but accounts and device settings', () => {
    expect(codesOf(rights).filter((right) => !may('environment-manager', right))).toEqual(['devices.configure', 'accounts.manage']);
  });

  test('the guard answers, lifts, corrects and registers, and reviews nothing', () => {
    expect(changing.filter((right) => may('guard', right))).toEqual(['passages.answer', 'passages.correct', 'lanes.lift', 'vehicles.write']);
  });

  test('auditor and regulator viewer change nothing', () => {
    expect(changing.filter((right) => may('auditor', right) || may('regulator-viewer', right))).toEqual([]);
  });

  test('the auditor reads everything and may verify the ledger', () => {
    expect(codesOf(rights).filter((right) => right.endsWith('.read') && !may('auditor', right))).toEqual([]);
    expect(may('auditor', 'ledger.verify')).toBe(true);
  });

  test('a carrier may only hand in vehicles', () => {
    expect(rightsOf('carrier')).toEqual(['vehicles.write']);
  });

  test('words that are no role or right give nothing', () => {
    expect(may('toString' as Role, 'live.read')).toBe(false);
    expect(codesOf(roles).some((role) => may(role, 'everything' as Right))).toBe(false);
  });
});
