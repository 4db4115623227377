import type { FastifyInstance } from 'fastify';
import { accountRoutes } from '../http/routes/accounts.ts';
import { auditRoutes } from '../http/routes/audit.ts';
import { deviceRoutes } from '../http/routes/devices.ts';
import { deviceIngressRoutes } from '../http/routes/devices-ingress.ts';
import { exportRoutes } from '../http/routes/exports.ts';
import { laneControlRoutes } from '../http/routes/lane-control.ts';
import { liveRoutes } from '../http/routes/live.ts';
import { passageRoutes } from '../http/routes/passages.ts';
import { sessionRoutes } from '../http/routes/session.ts';
import { siteRoutes } from '../http/routes/site.ts';
import { uploadRoutes } from '../http/routes/uploads.ts';
import { regulatorRoutes } from '../http/routes/regulators.ts';
import { photoRoutes } from '../http/routes/photos.ts';
import { roadVehicleRoutes } from '../http/routes/road-vehicles.ts';
import { listEntryRoutes } from '../http/routes/list-entries.ts';
import { ruleSetRoutes } from '../http/routes/rule-sets.ts';
import { documentRoutes } from '../http/routes/documents.ts';
import { ledgerRoutes } from '../http/routes/ledger.ts';
import { gapRoutes } from '../http/routes/gaps.ts';
import { systemRoutes } from '../http/routes/system.ts';
import { visitRoutes } from '../http/routes/visits.ts';

/** Every resource of a site's API, one line each; the server and the API document are both made from this list. */
const resources = {
  session: sessionRoutes,
  accounts: accountRoutes,
  audit: auditRoutes,
  site: siteRoutes,
  devices: deviceRoutes,
  ingress: deviceIngressRoutes,
  laneControl: laneControlRoutes,
  live: liveRoutes,
  passages: passageRoutes,
  visits: visitRoutes,
  exports: exportRoutes,
  system: systemRoutes,
  gaps: gapRoutes,
  ledger: ledgerRoutes,
  documents: documentRoutes,
  ruleSets: ruleSetRoutes,
  listEntries: listEntryRoutes,
  roadVehicles: roadVehicleRoutes,
  photos: photoRoutes,
  regulators: regulatorRoutes,
  uploads: uploadRoutes,
} as const;
type Resources = typeof resources;

/** What each resource needs. */
export type SiteRouteParts = { [R in keyof Resources]: Parameters<Resources[R]>[1] };

/** The list for createHttpServer. */
export function siteRouteList(parts: SiteRouteParts): ((app: FastifyInstance) => void)[] {
  return Object.entries(resources).map(([name, register]) => (app) => {
    (register as (app: FastifyInstance, parts: unknown) => void)(app, parts[name as keyof Resources]);
  });
}
