import { randomBytes } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import { describeZodError } from '../../domain/schema-problems.ts';
import type { RegulatorProtocol } from '../../regulators/contract.ts';
import type { QueryResult, Writer, WriteTx } from '../../storage/contract.ts';
import { maskSettings, mergeSettings, refuseSecretsElsewhere, settingsJsonSchema } from '../sites/device-settings.ts';
import { type Authorship, changedMembers, recordSiteAct } from '../sites/site-parts.ts';
import type { HttpSender, Regulator } from './parts.ts';
import { logIn } from './session.ts';
import type { Uploads } from './uploads.ts';

type Row = QueryResult<'regulator.list'>[number];
type Settings = Record<string, unknown>;

export interface RegulatorDraft {
  protocol: string;
  name: string;
  settings: Settings;
  enabled: boolean;
}

/** A platform as people see it: secrets masked, `problem` says why its settings cannot be used (any more). */
export interface RegulatorView extends RegulatorDraft {
  id: string;
  protocolTitle: string;
  verified: string;
  problem: string | null;
  createdAt: number;
}

export interface RegulatorsParts {
  writer: Writer;
  protocols: readonly RegulatorProtocol[];
  now: () => number;
  uploads: Pick<Uploads, 'use' | 'probeNow'>;
  openHttp: (options: { maxSockets: number; keepAlive: boolean }) => HttpSender;
}

/** The platforms that records go to. Every change is an entry without secrets, and in force as soon as it is stored. */
export function createRegulators({ writer, protocols, now, uploads, openHttp }: RegulatorsParts) {
  let known = new Map<string, { row: Row; regulator: Regulator | null; problem: string | null }>();

  const protocolOf = (id: string): RegulatorProtocol => {
    const protocol = protocols.find((each) => each.id === id);
    if (!protocol) throw new AppError('REGULATOR_PROTOCOL_UNKNOWN', { protocol: id });
    return protocol;
  };

  const understand = (row: Row): { row: Row; regulator: Regulator | null; problem: string | null } => {
    const before = known.get(row.id);
    if (before && JSON.stringify(before.row) === JSON.stringify(row)) return before;
    const protocol = protocols.find((each) => each.id === row.protocol);
    if (!protocol) return { row, regulator: null, problem: `没有上报协议 ${row.protocol}` };
    const parsed = protocol.settings.safeParse(JSON.parse(row.settings));
    if (!parsed.success) return { row, regulator: null, problem: describeZodError(parsed.error, protocol.settings).problem };
    const regulator = { id: row.id, name: row.name, protocol, settings: parsed.data, enabled: row.enabled === 1, createdAt: row.created_at };
    return { row, regulator, problem: null };
  };

  /** Reads what is stored and brings the engines in line. */
  const apply = (): Promise<void> => {
    known = new Map(writer.query('regulator.list', {}).map((row) => [row.id, understand(row)]));
    return uploads.use([...known.values()].flatMap(({ regulator }) => regulator ?? []));
  };

  const rowIn = (tx: Pick<WriteTx, 'query'>, id: string): Row => {
    const row = tx.query('regulator.list', {}).find((each) => each.id === id);
    if (!row) throw new AppError('REGULATOR_NOT_FOUND', { id });
    return row;
  };

  const view = (row: Row, problem: string | null): RegulatorView => {
    const protocol = protocols.find((each) => each.id === row.protocol);
    const settings = JSON.parse(row.settings) as Settings;
    return {
      id: row.id,
      protocol: row.protocol,
      protocolTitle: protocol?.title ?? row.protocol,
      verified: protocol?.verified ?? 'manual',
      name: row.name,
      // Without its schema nobody knows which setting is a secret.
      settings: protocol ? maskSettings(protocol.settings, knownOnly(protocol, settings)) : {},
      enabled: row.enabled === 1,
      problem,
      createdAt: row.created_at,
    };
  };

  /** Stored settings with the change laid over them, checked. Throws HTTP_INVALID naming the setting, SITE_SECRETS_NEEDED. */
  const checked = (protocol: RegulatorProtocol, stored: Settings, change: Settings): Settings => {
    const blank = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value === '' ? null : value]));
    const settings = mergeSettings(protocol.settings, stored, blank);
    refuseSecretsElsewhere(protocol.settings, { stored, change: blank, settings });
    const fits = protocol.settings.safeParse(settings);
    if (!fits.success) throw new AppError('HTTP_INVALID', describeZodError(fits.error, protocol.settings, ['settings']));
    return settings;
  };

  const told = (row: Row) => {
    const { name, protocol, settings, enabled } = view(row, null);
    return { name, protocol, settings, enabled };
  };

  const find = (id: string): RegulatorView => {
    const entry = known.get(id);
    if (!entry) throw new AppError('REGULATOR_NOT_FOUND', { id });
    return view(entry.row, entry.problem);
  };

  return {
    /** At start-up: engines of what is stored. */
    start: apply,
    list: (): RegulatorView[] => [...known.values()].map(({ row, problem }) => view(row, problem)),
    find,
    protocols: () =>
      protocols.map(({ id, title, verified, capabilities, settings }) => ({ id, title, verified, capabilities, settingsSchema: settingsJsonSchema(settings) })),

    /** Throws REGULATOR_PROTOCOL_UNKNOWN, HTTP_INVALID. */
    async create(draft: RegulatorDraft, author: Authorship): Promise<RegulatorView> {
      const settings = checked(protocolOf(draft.protocol), {}, draft.settings);
      const row: Row = {
        id: `reg-${randomBytes(4).toString('hex')}`,
        protocol: draft.protocol,
        name: draft.name,
        settings: JSON.stringify(settings),
        enabled: draft.enabled ? 1 : 0,
        created_at: now(),
      };
      await writer.run((tx) => {
        tx.query('regulator.insert', { ...row, enabled: draft.enabled, createdAt: row.created_at });
        recordSiteAct(tx, { at: row.created_at, action: 'regulator.create', target: `regulator:${row.id}`, details: told(row) }, author);
      });
      void apply();
      return find(row.id);
    },

    /** Settings that are not sent stay, and so do secrets that come back masked. */
    async update(id: string, change: Partial<Omit<RegulatorDraft, 'protocol'>>, author: Authorship): Promise<RegulatorView> {
      await writer.run((tx) => {
        const before = rowIn(tx, id);
        const stored = JSON.parse(before.settings) as Settings;
        const settings = change.settings ? checked(protocolOf(before.protocol), stored, change.settings) : stored;
        const enabled = change.enabled ?? before.enabled === 1;
        const after: Row = { ...before, name: change.name ?? before.name, settings: JSON.stringify(settings), enabled: enabled ? 1 : 0 };
        tx.query('regulator.update', { id, name: after.name, settings: after.settings, enabled });
        const changed = changedMembers(told(before), told(after));
        const secretChanged = before.settings !== after.settings && changed?.after.settings === undefined;
        if (!changed && !secretChanged) return;
        const details = { ...changed, ...(secretChanged ? { secretChanged } : {}) };
        recordSiteAct(tx, { at: now(), action: 'regulator.update', target: `regulator:${id}`, details }, author);
      });
      void apply();
      return find(id);
    },

    /** Its uploads stay as they are; nothing more is sent. */
    async remove(id: string, author: Authorship): Promise<void> {
      await writer.run((tx) => {
        const row = rowIn(tx, id);
        tx.query('regulator.remove', { id });
        recordSiteAct(tx, { at: now(), action: 'regulator.remove', target: `regulator:${id}`, details: { name: row.name, protocol: row.protocol } }, author);
      });
      void apply();
    },

    /** Logs in with the stored settings, or with `change` laid over them; `message` is for people. Nothing is stored. */
    async test(id: string, change: Settings): Promise<{ ok: boolean; message: string; elapsedMs: number }> {
      const row = rowIn(writer, id);
      const protocol = protocolOf(row.protocol);
      const settings = protocol.settings.parse(checked(protocol, JSON.parse(row.settings) as Settings, change));
      if (protocol.login === null) return { ok: true, message: '该协议不需要登录', elapsedMs: 0 };
      const http = openHttp({ maxSockets: 1, keepAlive: false });
      const began = now();
      const result = await logIn({ protocol, settings }, http).finally(() => http.close());
      if (result.ok && Object.keys(change).length === 0) uploads.probeNow(id);
      return { ok: result.ok, message: result.ok ? '登录成功' : result.message, elapsedMs: now() - began };
    },
  };
}
export type Regulators = ReturnType<typeof createRegulators>;

/** A stray member may be a secret under another name. */
function knownOnly(protocol: RegulatorProtocol, settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(protocol.settings.shape, name)));
}
