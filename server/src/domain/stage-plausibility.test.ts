import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkStage } from './stage-plausibility.ts';
import type { StageClaim } from './stage-plausibility.ts';

const heavy: StageClaim = { vehicleType: 'H11', fuelType: 'diesel', emissionStage: 'china-5', registeredOn: '2019-05-01', plateColor: 'yellow' };
const codes = (claim: Partial<StageClaim>) => checkStage({ ...heavy, ...claim }).map((finding) => `${finding.severity} ${finding.code}`);

describe('date of registration', () => {
  test.each<[string, Partial<StageClaim>, string[]]>([
    ['the stage of the day', {}, []],
    ['an older stage than the one in force', { emissionStage: 'china-4' }, ['conflict STAGE_TOO_OLD']],
    ['stock within six months of a change', { registeredOn: '2017-12-31', emissionStage: 'china-4' }, ['note STAGE_OLD_STOCK']],
    ['stock after six months', { registeredOn: '2018-01-01', emissionStage: 'china-4' }, ['conflict STAGE_TOO_OLD']],
    ['stock two stages back', { registeredOn: '2017-12-31', emissionStage: 'china-3' }, ['conflict STAGE_TOO_OLD']],
    ['one stage ahead', { emissionStage: 'china-6' }, ['note STAGE_EARLY']],
    ['two stages ahead', { registeredOn: '2016-01-01', emissionStage: 'china-6' }, ['suspicious STAGE_TOO_NEW']],
    ['III in the ambiguous window', { registeredOn: '2013-07-01', emissionStage: 'china-3' }, ['evidence STAGE_AMBIGUOUS']],
    ['IV in the ambiguous window', { registeredOn: '2014-12-31', emissionStage: 'china-4' }, ['evidence STAGE_AMBIGUOUS']],
    ['II in the ambiguous window', { registeredOn: '2014-01-01', emissionStage: 'china-2' }, ['conflict STAGE_TOO_OLD']],
    ['IV the day before the window', { registeredOn: '2013-06-30', emissionStage: 'china-4' }, ['note STAGE_EARLY']],
    [
      'a light diesel truck in the window',
      { vehicleType: 'H31', plateColor: 'blue', registeredOn: '2014-01-01', emissionStage: 'china-3' },
      ['evidence STAGE_AMBIGUOUS'],
    ],
    [
      'a light petrol car in the window has none',
      { vehicleType: 'K33', fuelType: 'petrol', plateColor: 'blue', registeredOn: '2014-01-01', emissionStage: 'china-4' },
      [],
    ],
    [
      'a gas truck two years before the diesel date of VI',
      { fuelType: 'natural-gas', registeredOn: '2020-01-01', emissionStage: 'china-5' },
      ['conflict STAGE_TOO_OLD'],
    ],
    ['a gas truck out of stock', { fuelType: 'lpg', registeredOn: '2019-12-31', emissionStage: 'china-5' }, ['note STAGE_OLD_STOCK']],
    ['a gas truck the day before its VI', { fuelType: 'natural-gas', registeredOn: '2019-06-30', emissionStage: 'china-5' }, []],
    ['a gas truck after all dates', { fuelType: 'natural-gas', registeredOn: '2022-06-01', emissionStage: 'china-5' }, ['conflict STAGE_TOO_OLD']],
    ['before any stage was in force', { registeredOn: '1999-01-01', emissionStage: 'china-0' }, []],
  ])('%s', (_name, claim, found) => {
    expect(codes(claim)).toEqual(found);
  });
});

describe('fuel and plate', () => {
  test.each<[string, Partial<StageClaim>, string[]]>([
    ['an electric truck with an engine stage', { fuelType: 'electric', emissionStage: 'china-6' }, ['conflict STAGE_NOT_ELECTRIC']],
    ['a hydrogen truck with an engine stage', { fuelType: 'hydrogen', emissionStage: 'china-6' }, ['conflict STAGE_NOT_ELECTRIC']],
    ['an electric truck', { fuelType: 'electric', emissionStage: 'electric', plateColor: 'yellow-green' }, []],
    ['a diesel truck entered as electric', { emissionStage: 'electric' }, ['conflict STAGE_NOT_ENGINE']],
    ['a plug-in hybrid with an engine stage and a green plate', { fuelType: 'hybrid', emissionStage: 'china-6', plateColor: 'green' }, []],
    ['a diesel truck under a green plate', { plateColor: 'yellow-green' }, ['conflict PLATE_GREEN_ON_DIESEL']],
    ['a heavy truck under a blue plate', { plateColor: 'blue' }, ['conflict PLATE_BLUE_ON_HEAVY']],
    ['a light truck under a blue plate', { vehicleType: 'H31', plateColor: 'blue' }, []],
  ])('%s', (_name, claim, found) => {
    expect(codes(claim)).toEqual(found);
  });

  test.each<[string, Partial<StageClaim>]>([
    ['stage', { emissionStage: 'unknown' }],
    ['fuel', { fuelType: 'unknown' }],
    ['type', { vehicleType: null, emissionStage: 'china-3' }],
    ['date', { registeredOn: null, emissionStage: 'china-3' }],
    ['date that is none', { registeredOn: '2019-02-30', emissionStage: 'china-3' }],
  ])('an unknown %s gives no finding', (_name, claim) => {
    expect(codes(claim)).toEqual([]);
  });
});

test('a finding says why', () => {
  expect(checkStage({ ...heavy, emissionStage: 'china-4' })[0]?.text).toBe(
    '2019-05-01 登记的重型柴油车应不低于国五，现填国四；转籍、进口或重新登记的请填首次登记日期',
  );
});

test('every file of standards data says what it is, where it comes from, its version and how sure it is', () => {
  const folder = new URL('../../standards/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const data: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    expect(data, file).toMatchObject({
      id: file.slice(0, -5),
      title: expect.any(String),
      source: expect.any(String),
      version: expect.stringMatching(/^\d{4}-\d{2}$/),
      confidence: expect.anything(),
    });
  }
});
