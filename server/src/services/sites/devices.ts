import { randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import { describeZodError } from '../../domain/schema-problems.ts';
import type { DeviceAdapter } from '../../devices/contract.ts';
import type { WriteTx } from '../../storage/contract.ts';
import { maskSettings, mergeSettings, refuseSecretsElsewhere } from './device-settings.ts';
import { laneIn } from './lanes.ts';
import type { SiteSnapshot, StoredDevice } from './site-config.ts';
import { type Authorship, changedMembers, recordSiteAct, type SiteParts } from './site-parts.ts';

export interface DeviceDraft {
  laneId: string;
  adapter: string;
  name: string;
  settings: Record<string, unknown>;
  allowedSources: string[];
  serialNumber: string | null;
}
export type DeviceChange = Partial<DeviceDraft>;

/** The devices of a site. Each has a push token of 192 random bits that can be changed at any time. */
export function createDevices({ commit, within, current, now, adapters }: SiteParts) {
  const adapterOf = (id: string): DeviceAdapter => {
    const adapter = adapters.get(id);
    if (!adapter) throw new AppError('SITE_ADAPTER_UNKNOWN', { adapter: id });
    return adapter;
  };

  /** Inside a transaction. Throws when the settings do not fit the adapter, or a display goes through no camera with a serial port. */
  const store = (tx: WriteTx, device: Omit<StoredDevice, 'config' | 'problem'>): StoredDevice => {
    const adapter = adapterOf(device.adapterId);
    const fits = adapter.settings.safeParse(device.settings);
    if (!fits.success) throw new AppError('HTTP_INVALID', describeZodError(fits.error, adapter.settings, ['settings']));
    if (adapter.kind === 'display') {
      const via = within(tx).devices.get(String(fits.data.via));
      if (!via?.config?.adapter.capabilities.includes('serial-port')) throw new AppError('SITE_DEVICE_VIA');
    }
    const { id, laneId, name, token, serialNumber, createdAt, adapterId } = device;
    tx.query('device.put', {
      ...{ id, laneId, name, token, serialNumber, createdAt, adapter: adapterId },
      settings: JSON.stringify(device.settings),
      allowedSources: JSON.stringify(device.allowedSources),
    });
    const { allowedSources } = device;
    return { ...device, config: { id, laneId, name, adapter, settings: fits.data, allowedSources, serialNumber }, problem: null };
  };

  const deviceIn = (snapshot: SiteSnapshot, id: string): StoredDevice => {
    const device = snapshot.devices.get(id);
    if (!device) throw new AppError('SITE_DEVICE_NOT_FOUND', { id });
    return device;
  };

  /** What an entry may say of a device: no token, no password. */
  const told = (device: StoredDevice) => {
    const { laneId, name, allowedSources, serialNumber, adapterId } = device;
    const adapter = adapters.get(adapterId);
    return { laneId, name, adapter: adapterId, allowedSources, serialNumber, settings: adapter ? knownSettings(adapter, device.settings) : {} };
  };

  const refuseWhileInUse = (snapshot: SiteSnapshot, camera: StoredDevice): void => {
    const display = [...snapshot.devices.values()].find((other) => other.config?.adapter.kind === 'display' && other.settings.via === camera.id);
    if (display) throw new AppError('SITE_DEVICE_IN_USE', { display: display.name, id: display.id });
  };

  return {
    list: (): StoredDevice[] => [...current().devices.values()],
    find: (id: string): StoredDevice => deviceIn(current(), id),
    /** Settings for people: secrets masked, and nothing of an adapter that is not there. */
    shownSettings: (device: StoredDevice): Record<string, unknown> => told(device).settings,

    /** Throws SITE_LANE_NOT_FOUND, SITE_ADAPTER_UNKNOWN, SITE_DEVICE_VIA, HTTP_INVALID naming the setting. */
    create(draft: DeviceDraft, author: Authorship): Promise<StoredDevice> {
      const id = randomUUID();
      return commit({ kind: 'device', id }, (tx) => {
        laneIn(within(tx), draft.laneId);
        const { adapter: adapterId, ...rest } = draft;
        const device = store(tx, { ...rest, id, adapterId, token: newToken(), createdAt: now() });
        recordSiteAct(tx, { at: now(), action: 'device.create', target: `device:${id}`, details: told(device) }, author);
        return device;
      });
    },

    /** Settings that are not sent stay, and so do secrets that come back masked. Throws as `create` does, and SITE_SECRETS_NEEDED. */
    update(id: string, change: DeviceChange, author: Authorship): Promise<StoredDevice> {
      return commit({ kind: 'device', id }, (tx) => {
        const snapshot = within(tx);
        const before = deviceIn(snapshot, id);
        if (change.adapter !== undefined && change.adapter !== before.adapterId) throw new AppError('SITE_ADAPTER_FIXED');
        const lane = laneIn(snapshot, change.laneId ?? before.laneId);
        const settings = change.settings ? changed(adapterOf(before.adapterId), before.settings, change.settings) : before.settings;
        const after = store(tx, {
          ...before,
          laneId: lane.id,
          name: change.name ?? before.name,
          allowedSources: change.allowedSources ?? before.allowedSources,
          serialNumber: change.serialNumber === undefined ? before.serialNumber : change.serialNumber,
          settings,
        });
        const difference = changedMembers(told(before), told(after));
        const secretChanged = JSON.stringify(before.settings) !== JSON.stringify(after.settings) && difference?.after.settings === undefined;
        if (difference || secretChanged) {
          recordSiteAct(
            tx,
            { at: now(), action: 'device.update', target: `device:${id}`, details: { ...difference, ...(secretChanged ? { secretChanged } : {}) } },
            author,
          );
        }
        return after;
      });
    },

    /** A new push token; the old address is dead from the commit on. */
    rotateToken(id: string, author: Authorship): Promise<StoredDevice> {
      return commit({ kind: 'device', id }, (tx) => {
        const device = store(tx, { ...deviceIn(within(tx), id), token: newToken() });
        recordSiteAct(tx, { at: now(), action: 'device.rotate-token', target: `device:${id}`, details: { name: device.name } }, author);
        return device;
      });
    },

    /** The next push teaches the serial number anew: the device was exchanged. */
    forgetSerial(id: string, author: Authorship): Promise<StoredDevice> {
      return commit({ kind: 'device', id }, (tx) => {
        const before = deviceIn(within(tx), id);
        const device = store(tx, { ...before, serialNumber: null });
        recordSiteAct(tx, { at: now(), action: 'device.forget-serial', target: `device:${id}`, details: { serialNumber: before.serialNumber } }, author);
        return device;
      });
    },

    /** Keeps the serial number of the first push. Throws DEVICE_SERIAL_MISMATCH when another one was learnt meanwhile. */
    learnSerial(id: string, serialNumber: string): Promise<void> {
      return commit({ kind: 'device', id }, (tx) => {
        const before = deviceIn(within(tx), id);
        if (before.serialNumber === serialNumber) return;
        if (before.serialNumber !== null) throw new AppError('DEVICE_SERIAL_MISMATCH', { serialNumber });
        tx.query('device.learnSerial', { id, serialNumber });
        recordSiteAct(tx, { at: now(), action: 'device.learn-serial', target: `device:${id}`, details: { serialNumber } }, { by: { type: 'device', id } });
      });
    },

    /** Throws SITE_DEVICE_IN_USE while a display goes through the camera. */
    remove(id: string, author: Authorship): Promise<void> {
      return commit({ kind: 'device', id }, (tx) => {
        const snapshot = within(tx);
        const device = deviceIn(snapshot, id);
        refuseWhileInUse(snapshot, device);
        tx.query('device.remove', { id });
        recordSiteAct(tx, { at: now(), action: 'device.remove', target: `device:${id}`, details: { name: device.name, adapter: device.adapterId } }, author);
      });
    },
  };
}

/** Settings that the adapter knows, secrets masked: a stray member may be a secret under another name. */
export function knownSettings(adapter: DeviceAdapter, settings: Record<string, unknown>): Record<string, unknown> {
  const fits = adapter.settings.safeParse(settings);
  const known = fits.success ? fits.data : Object.fromEntries(Object.entries(settings).filter(([key]) => Object.hasOwn(adapter.settings.shape, key)));
  return maskSettings(adapter.settings, known);
}

function changed(adapter: DeviceAdapter, stored: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const settings = mergeSettings(adapter.settings, stored, change);
  refuseSecretsElsewhere(adapter.settings, { stored, change, settings });
  return settings;
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
