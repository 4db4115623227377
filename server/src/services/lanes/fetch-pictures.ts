import type { SnapshotKind } from '../../domain/codes.ts';
import type { SnapshotRef } from '../../domain/ledger/entry.ts';
import type { SnapshotStore, Writer } from '../../storage/contract.ts';
import type { Clock, DeviceConfig } from '../passages/parts.ts';

const maxBytes = 8 * 1024 * 1024;
const timeoutMs = 5_000;

/**
 * Fetches pictures that a device named by address instead of sending them, and adds them to the passage as evidence.
 * The address comes from outside, so only the device itself is asked: the host it pushed from, or that of its `baseUrl`.
 */
export function createPictureFetcher(parts: {
  writer: Writer;
  snapshots: SnapshotStore;
  clock: Clock;
  onAdded: (passageId: string) => void;
  onError: (error: unknown) => void;
}) {
  return async function fetchPictures(
    device: DeviceConfig,
    source: string,
    passageId: string,
    pictures: readonly { kind: SnapshotKind; url: string }[],
  ): Promise<void> {
    const added: SnapshotRef[] = [];
    for (const { kind, url } of pictures) {
      try {
        if (!isOwnAddress(device, source, url)) throw new Error('picture address is not the device');
        added.push({ kind, ...(await parts.snapshots.put(await download(url))) });
      } catch (error) {
        parts.onError(error);
      }
    }
    if (added.length === 0) return;
    const at = new Date(parts.clock.now()).toISOString();
    await parts.writer.run((tx) => {
      tx.append({
        kind: 'passage-evidence',
        subject: `passage:${passageId}`,
        at,
        by: { type: 'device', id: device.id },
        body: {
          passageId,
          deviceId: device.id,
          eventKey: null,
          receivedAt: at,
          plateText: null,
          confidence: null,
          openedLocally: false,
          snapshots: added,
          frameSha256: added[0]?.sha256 ?? '',
        },
      });
    });
    parts.onAdded(passageId);
  };
}

function isOwnAddress(device: DeviceConfig, source: string, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  const { baseUrl } = device.settings;
  const own = typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl).hostname : null;
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === source || bare === own;
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok || !response.body) throw new Error(`picture answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error('picture is too large');
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  if (whole[0] !== 0xff || whole[1] !== 0xd8) throw new Error('what came is no JPEG');
  return whole;
}
