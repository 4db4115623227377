import { accountQueries } from './account.ts';
import { dailyPassageQueries } from './daily-passage.ts';
import { exportJobQueries } from './export-job.ts';
import type { QueryDefinition } from './definition.ts';
import { frameQueries } from './frame.ts';
import { gapQueries } from './gap.ts';
import { ledgerQueries } from './ledger.ts';
import { listEntryQueries } from './list-entry.ts';
import { pairingQueries } from './pairing.ts';
import { passageQueries } from './passage.ts';
import { roadVehicleQueries } from './road-vehicle.ts';
import { ruleSetQueries } from './rule-set.ts';
import { settingQueries } from './settings.ts';
import { siteQueries } from './site.ts';
import { photoQueries } from './photo.ts';
import { regulatorQueries } from './regulator.ts';
import { uploadListQueries } from './upload-list.ts';
import { uploadQueries } from './upload.ts';
import { visitQueries } from './visit.ts';

/** Every named statement of the house, one line per noun. */
export const queries = {
  ...exportJobQueries,
  ...dailyPassageQueries,
  ...gapQueries,
  ...ledgerQueries,
  ...passageQueries,
  ...visitQueries,
  ...frameQueries,
  ...pairingQueries,
  ...accountQueries,
  ...settingQueries,
  ...siteQueries,
  ...photoQueries,
  ...regulatorQueries,
  ...listEntryQueries,
  ...roadVehicleQueries,
  ...ruleSetQueries,
  ...uploadListQueries,
  ...uploadQueries,
} satisfies Record<string, QueryDefinition<never, unknown>>;
