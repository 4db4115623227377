import type { QueryDefinition } from './definition.ts';
import { settingQueries } from './settings.ts';

/** Every named statement of the house, one line per noun. */
export const queries = {
  ...settingQueries,
} satisfies Record<string, QueryDefinition<never, unknown>>;
