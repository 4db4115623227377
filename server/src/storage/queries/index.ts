import { accountQueries } from './account.ts';
import type { QueryDefinition } from './definition.ts';
import { frameQueries } from './frame.ts';
import { pairingQueries } from './pairing.ts';
import { settingQueries } from './settings.ts';
import { siteQueries } from './site.ts';
import { photoQueries } from './photo.ts';
import { regulatorQueries } from './regulator.ts';
import { uploadListQueries } from './upload-list.ts';
import { uploadQueries } from './upload.ts';

/** Every named statement of the house, one line per noun. */
export const queries = {
  ...frameQueries,
  ...pairingQueries,
  ...accountQueries,
  ...settingQueries,
  ...siteQueries,
  ...photoQueries,
  ...regulatorQueries,
  ...uploadListQueries,
  ...uploadQueries,
} satisfies Record<string, QueryDefinition<never, unknown>>;
