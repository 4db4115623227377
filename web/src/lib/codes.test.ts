import { expect, test } from 'vitest';
import * as server from '../../../server/src/domain/codes.ts';
import * as web from './codes.ts';

const lists = {
  plateColors: [web.plateColors, server.plateColors],
  fuelTypes: [web.fuelTypes, server.fuelTypes],
  emissionStages: [web.emissionStages, server.emissionStages],
  directions: [web.directions, server.directions],
  outcomes: [web.outcomes, server.outcomes],
  barrierStates: [web.barrierStates, server.barrierStates],
  uploadStates: [web.uploadStates, server.uploadStates],
  listKinds: [web.listKinds, server.listKinds],
  reviewStates: [web.reviewStates, server.reviewStates],
  roles: [web.roles, server.roles],
  laneModes: [web.laneModes, server.laneModes],
  lanePaths: [web.lanePaths, server.lanePaths],
};

test.each(Object.entries(lists))('%s has the same codes and words on the pages as on the server', (_name, [pages, domain]) => {
  expect(pages).toEqual(domain);
});

test('a code is shown as its word, an unknown code as it came, nothing as a dash', () => {
  expect(web.wordOf(web.fuelTypes, 'diesel')).toBe('柴油');
  expect(web.wordOf(web.fuelTypes, 'coal')).toBe('coal');
  expect(web.wordOf(web.fuelTypes, 'constructor')).toBe('constructor');
  expect(web.wordOf(web.fuelTypes, null)).toBe('—');
  expect(web.codeAndWord(web.vehicleTypes, 'H11')).toBe('H11 重型普通货车');
});
