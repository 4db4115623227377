import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeEntry } from '../domain/ledger/entry-codec.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../domain/ledger/merkle.ts';
import { parseCheckpoint, parseVerifierKey, verifyNote } from '../domain/ledger/signed-note.ts';
import type { Verifier } from '../domain/ledger/signed-note.ts';
import { draft, passageBody } from '../testing/sample-drafts.ts';
import { openTempSite } from '../testing/temp-database.ts';
import type { LedgerReader, Readers, SnapshotStore, Writer } from './contract.ts';

/** What an engine gives to the contract's tests: a fresh store and a way to be rid of it. */
interface Engine {
  siteId: string;
  writer: Writer;
  readers: Readers;
  ledger: LedgerReader;
  snapshots: SnapshotStore;
  remove(): Promise<void>;
}

/** One suite for every engine; each engine is one line. */
const engines: readonly [name: string, open: () => Promise<Engine>][] = [['sqlite', () => openTempSite()]];

describe.each(engines)('the storage contract on %s', (_name, open) => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await open();
  });
  afterEach(() => engine.remove());

  const append = (plateNumber: string, at = 0) => engine.writer.run((tx) => tx.append(draft('passage', passageBody({ plateNumber }), { at })));
  const signed = () => {
    const note = verifyNote(engine.ledger.checkpoint(), [parseVerifierKey(engine.ledger.verifierKey()) as Verifier]);
    const checkpoint = parseCheckpoint(note?.text ?? '');
    if (!checkpoint) throw new Error('the checkpoint is not signed by its verifier key');
    return checkpoint;
  };

  test('an acknowledged entry is stored as its bytes, projected, and read by readers', async () => {
    expect(await append('测A00001')).toEqual({ seq: 0, subject: 'passage:0' });
    expect(decodeEntry(engine.ledger.entryBytes(0) as Uint8Array)).toMatchObject({ v: 1, site: engine.siteId, seq: 0, kind: 'passage', subject: 'passage:0' });
    expect(await engine.readers.query('passage.get', { id: '0' })).toMatchObject({ id: '0', seq: 0, plateNumber: '测A00001' });
  });

  test('inside its transaction a job sees what it has written, and its own seq beforehand', async () => {
    const seen = await engine.writer.run((tx) => {
      const { nextSeq } = tx;
      tx.append(draft('passage', passageBody({ eventKey: 'k', visit: { effect: 'open', visitId: String(nextSeq), questions: [] } })));
      return [nextSeq, tx.nextSeq, tx.gate.readOf('device-1', 'k'), tx.gate.openVisitOf('测A00001')?.id, tx.query('passage.get', { id: String(nextSeq) })?.id];
    });
    expect(seen).toEqual([0, 1, { passageId: '0' }, '0', '0']);
  });

  test('a job that throws undoes entry, projections and settings, and no other job', async () => {
    const [, failed] = await Promise.allSettled([
      append('测A00001'),
      engine.writer.run((tx) => {
        tx.append(draft('passage', passageBody({ eventKey: 'lost' })));
        tx.query('setting.put', { name: 'lost', value: true });
        throw new Error('undone');
      }),
      append('测A00002', 1),
    ]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'undone' } });
    expect(engine.ledger.size).toBe(2);
    expect(engine.writer.gate.readOf('device-1', 'lost')).toBeNull();
    expect(await engine.readers.query('setting.get', { name: 'lost' })).toBeNull();
  });

  test('a list is walked in pages, newest first', async () => {
    for (let index = 0; index < 5; index++) await append('测A00001', index);
    const first = await engine.readers.query('passage.list', { limit: 2 });
    const second = await engine.readers.query('passage.list', { limit: 2, cursor: first.nextCursor });
    const last = await engine.readers.query('passage.list', { limit: 2, cursor: second.nextCursor });
    expect([first, second, last].map((page) => page.items.map((item) => item.seq))).toEqual([[4, 3], [2, 1], [0]]);
    expect(last.nextCursor).toBeNull();
  });

  test('a checkpoint covers every acknowledged entry, proves each of them, and continues the one before', async () => {
    await append('测A00001');
    const before = signed();
    for (let index = 1; index < 7; index++) await append('测A00001', index);
    const now = signed();
    expect([before.size, now.size, now.origin]).toEqual([1, 7, `greengate/${engine.siteId}`]);
    for (let seq = 0; seq < 7; seq++) {
      const proof = engine.ledger.inclusionProof(seq);
      const leaf = leafHash(engine.ledger.entryBytes(seq) as Uint8Array);
      expect(verifyInclusion({ leaf, index: seq, size: proof.treeSize, proof: proof.hashes, root: now.root })).toBe(true);
    }
    const proof = engine.ledger.consistencyProof(1, 7);
    expect(verifyConsistency({ oldSize: 1, newSize: 7, oldRoot: before.root, newRoot: now.root, proof })).toBe(true);
  });

  test('a picture is found under its SHA-256', async () => {
    const { sha256, bytes } = await engine.snapshots.put(Buffer.from('a picture'));
    expect([bytes, String(await engine.snapshots.get(sha256))]).toEqual([9, 'a picture']);
    expect(engine.snapshots.pathOf(sha256).endsWith(sha256)).toBe(true);
  });
});
