import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCheckpoint, parseVerifierKey, type Verifier, verifyNote } from '../domain/ledger/signed-note.ts';
import { leafHash, verifyInclusion } from '../domain/ledger/merkle.ts';
import { openSiteWorld, type SiteWorld } from './site-world.ts';

let world: SiteWorld;
let inLane: string;
let outLane: string;
beforeAll(async () => {
  world = await openSiteWorld();
  const entrance = (await world.post('/entrances', { code: 'A', name: '东门' })).json;
  inLane = (await world.post('/lanes', { entranceId: entrance.id, code: '01', name: '进厂道', direction: 'in' })).json.id;
  outLane = (await world.post('/lanes', { entranceId: entrance.id, code: '02', name: '出厂道', direction: 'out' })).json.id;
});
afterAll(() => world.close());

let serial = 0;
/** A push as the vendor's own samples have it: everything that the read does not say stays as in the sample. */
function plateMessage(read: {
  license: string;
  colorType?: number;
  confidence?: number;
  plateid?: number;
  sec?: number;
  isoffline?: number;
  serialno: string;
}) {
  const { license, colorType = 2, confidence = 96, plateid = ++serial, sec = Math.floor(Date.now() / 1000), isoffline = 0, serialno } = read;
  return {
    AlarmInfoPlate: {
      channel: 0,
      deviceName: 'R5-V1.0',
      ipaddr: '192.168.55.131',
      result: {
        PlateResult: {
          license,
          colorType,
          confidence,
          plateid,
          isoffline,
          type: 3,
          triggerType: 4,
          is_fake_plate: 0,
          timeStamp: { Timeval: { sec, usec: 687772 } },
          gioouts: [{ ctrltype: 0, ionum: '0' }],
        },
      },
      serialno,
    },
  };
}
async function addCamera(laneId: string) {
  const device = (await world.post('/devices', { laneId, adapter: 'vzenith-http', name: '相机', settings: {} })).json;
  const serialno = `${String(++serial).padStart(8, '0')}-00000000`;
  return {
    id: device.id as string,
    push: (read: Omit<Parameters<typeof plateMessage>[0], 'serialno'>) =>
      world.call('POST', `${device.ingressPath}/devicemanagement/php/plateresult.php`, plateMessage({ ...read, serialno }), null),
  };
}
const truck = (plateNumber: string, more: Record<string, unknown> = {}) => ({
  plateNumber,
  plateColor: 'yellow',
  vehicleType: 'H11',
  vin: 'LSIM0000000000001',
  registeredOn: '2022-05-01',
  fuelType: 'diesel',
  emissionStage: 'china-6',
  ...more,
});
const passagesOf = async (plate: string) => (await world.get(`/passages?plateNumber=${encodeURIComponent(plate)}`)).json.items;

describe('the outside of the house', () => {
  it('takes a vehicle, an entrance, a lane and a camera, and lets the truck in by the reply', async () => {
    const created = await world.post('/road-vehicles', truck('冀C00001'));
    expect(created).toMatchObject({ status: 200, json: { plateNumber: '冀C00001', reviewState: 'approved' } });
    const again = await world.post('/road-vehicles', truck('冀c·00001'));
    expect(again).toMatchObject({ status: 409, json: { code: 'VEHICLE_EXISTS', params: { id: created.json.id } } });
    const camera = await addCamera(inLane);
    const reply = await camera.push({ license: '冀C00001' });
    expect(reply.json.Response_AlarmInfoPlate).toMatchObject({ info: 'ok', content: 'retransfer_stop' });
    const [passage] = await passagesOf('冀C00001');
    expect(passage).toMatchObject({
      entranceCode: 'A',
      laneCode: '01',
      direction: 'in',
      outcome: 'admit',
      live: true,
      confidence: 96,
      vehicle: { emissionStage: 'china-6', fuelType: 'diesel', vehicleType: 'H11' },
    });
    expect(passage.receivedAt).toMatch(/\+08:00$/);
    expect((await world.get('/road-vehicles?plateNumber=%E5%86%80C00001')).json.items).toHaveLength(1);
  });

  it('goes by its own clock when the camera is off by more than ten minutes, and does not stop the truck', async () => {
    await world.post('/road-vehicles', truck('冀C00002'));
    const camera = await addCamera(inLane);
    const sec = Math.floor(Date.now() / 1000) - 3 * 86_400;
    expect((await camera.push({ license: '冀C00002', sec })).json.Response_AlarmInfoPlate.info).toBe('ok');
    const [passage] = await passagesOf('冀C00002');
    expect(Date.parse(passage.capturedAt)).toBe(sec * 1000 + 687);
    expect(passage.at).toBe(passage.receivedAt);
    expect(world.site.parts.gate.gaps.list().some((gap) => gap.kind === 'device-clock' && gap.subject === camera.id)).toBe(true);
  });

  it('never opens for a stored read, and acknowledges it so that the next one comes', async () => {
    await world.post('/road-vehicles', truck('冀C00003'));
    const camera = await addCamera(inLane);
    const sec = Math.floor(Date.now() / 1000) - 7_200;
    const reply = (await camera.push({ license: '冀C00003', isoffline: 1, plateid: 777, sec })).json.Response_AlarmInfoPlate;
    expect(reply).toEqual({ content: 'retransfer_stop', is_pay: 'false', ContinuePushOffline: { plateid: 777, continue: 1 } });
    expect((await passagesOf('冀C00003'))[0]).toMatchObject({
      live: false,
      barrier: 'none',
      capturedAt: new Date(sec * 1000 + 687 + 8 * 3_600_000).toISOString().replace('Z', '+08:00'),
    });
  });

  it('obeys the lists at once', async () => {
    await world.post('/road-vehicles', truck('冀C00004'));
    const camera = await addCamera(inLane);
    expect((await world.post('/list-entries', { list: 'black', plateNumber: '冀C00004', reason: '冲闯道闸' })).status).toBe(200);
    expect((await camera.push({ license: '冀C00004' })).json.Response_AlarmInfoPlate.info).toBeUndefined();
    expect((await passagesOf('冀C00004'))[0]).toMatchObject({ outcome: 'deny' });
    const endAt = new Date(Date.now() + 60_000).toISOString();
    await world.post('/list-entries', {
      list: 'temporary',
      plateNumber: '冀C00005',
      reason: '保供物资',
      startAt: new Date(Date.now() - 1000).toISOString(),
      endAt,
    });
    expect((await camera.push({ license: '冀C00005' })).json.Response_AlarmInfoPlate.info).toBe('ok');
  });

  it('asks for what is unknown, takes the answer and keeps the decision beside it', async () => {
    const camera = await addCamera(inLane);
    expect((await camera.push({ license: '冀C00006' })).json.Response_AlarmInfoPlate.info).toBeUndefined();
    const [asked] = await passagesOf('冀C00006');
    expect(asked).toMatchObject({ outcome: 'ask', passed: false, visitId: null });
    expect((await world.get('/questions')).json.items.map((each: { id: string }) => each.id)).toContain(asked.id);
    expect((await world.post(`/passages/${asked.id}/answer`, { outcome: 'admit', reason: '已核对证件' })).status).toBe(200);
    const [answered] = await passagesOf('冀C00006');
    expect(answered).toMatchObject({ outcome: 'ask', passed: true, answer: { outcome: 'admit', reason: '已核对证件' } });
    expect((await world.get('/questions')).json.items.map((each: { id: string }) => each.id)).not.toContain(asked.id);
    expect((await world.get(`/passages/${asked.id}`)).json.decisionReplay.same).toBe(true);
  });

  it('corrects a passage by another entry and shows both versions', async () => {
    const [passage] = await passagesOf('冀C00006');
    const corrected = await world.post(`/passages/${passage.id}/corrections`, {
      plateNumber: '冀C0000G',
      cargoName: '焦炭',
      cargoTonnes: 31.5,
      reason: '末位误识',
      evidence: '照片',
    });
    expect(corrected).toMatchObject({ status: 200, json: { seq: expect.any(Number) } });
    const [after] = await passagesOf('冀C0000G');
    expect(after).toMatchObject({
      id: passage.id,
      cargoName: '焦炭',
      cargoTonnes: '31.5',
      corrections: [
        {
          seq: corrected.json.seq,
          before: { plateNumber: '冀C00006', cargoName: null },
          after: { plateNumber: '冀C0000G', cargoName: '焦炭' },
          reason: '末位误识',
        },
      ],
    });
    expect((await world.post(`/passages/${passage.id}/corrections`, { reason: '没有变化' })).json.code).toBe('CORRECTION_EMPTY');
  });

  it('HJ 1321 §附录 C pairs an in with its out in the 25-column ledger', async () => {
    const camera = await addCamera(outLane);
    expect((await camera.push({ license: '冀C00001' })).json.Response_AlarmInfoPlate.info).toBe('ok');
    const { items } = (await world.get('/visits?plateNumber=%E5%86%80C00001')).json;
    expect(items).toMatchObject([
      {
        state: 'closed',
        inEntranceCode: 'A',
        inLaneCode: '01',
        outLaneCode: '02',
        plateColor: 'yellow',
        vehicleType: 'H11',
        registeredOn: '2022-05-01',
        fuelType: 'diesel',
        emissionStage: 'china-6',
      },
    ]);
    const orphan = await camera.push({ license: '冀C00007' });
    expect(orphan.json.Response_AlarmInfoPlate.info).toBeUndefined();
    expect((await passagesOf('冀C00007'))[0]).toMatchObject({ outcome: 'ask', reasons: [{ code: 'EXIT_WITHOUT_ENTRY' }] });
  });

  it('publishes a rule set that holds from the next truck on', async () => {
    await world.post('/road-vehicles', truck('冀C00008', { emissionStage: 'china-5' }));
    const camera = await addCamera(inLane);
    const current = (await world.get('/rule-sets/current')).json;
    const limits = current.stageLimits.map((limit: object) => ({ ...limit, maxBarredStage: 'china-5' }));
    const { title, source, requireReview, checkValidity, admitPassengerVehicles } = current;
    const draft = await world.post('/rule-sets', {
      title: `${title}（国五禁入）`,
      source,
      stageLimits: limits,
      requireReview,
      checkValidity,
      admitPassengerVehicles,
    });
    expect(draft.status).toBeLessThan(300);
    expect((await world.post(`/rule-sets/${draft.json.id}/publish`, { reason: '秋冬季管控' })).status).toBeLessThan(300);
    expect((await camera.push({ license: '冀C00008' })).json.Response_AlarmInfoPlate.info).toBeUndefined();
    expect((await passagesOf('冀C00008'))[0]).toMatchObject({ outcome: 'deny', ruleSetVersion: current.version + 1 });
  });

  it('proves an entry against a signed checkpoint', async () => {
    const camera = await addCamera(inLane);
    const [passage] = await passagesOf('冀C00001');
    const [checkpoint, key, entry] = await Promise.all([
      world.get('/ledger/checkpoint'),
      world.get('/ledger/key'),
      world.get(`/ledger/entries/${passage.seq}`),
    ]);
    // Trucks go on passing between the two questions; the proof is for the note that was taken.
    await camera.push({ license: '冀C00011' });
    const note = verifyNote(checkpoint.text, [parseVerifierKey(key.text.trim()) as Verifier]);
    const signed = parseCheckpoint(note?.text ?? '');
    expect(signed?.origin).toBe(`greengate/${world.site.siteId}`);
    const proof = (await world.get(`/ledger/entries/${passage.seq}/proof`)).json;
    expect(proof).toMatchObject({ leafIndex: passage.seq, treeSize: signed?.size });
    const hashes = proof.hashes.map((text: string) => Buffer.from(text, 'base64'));
    const claim = { leaf: leafHash(Buffer.from(entry.text)), index: passage.seq, size: proof.treeSize, proof: hashes, root: signed?.root ?? new Uint8Array() };
    expect(verifyInclusion(claim)).toBe(true);
    expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from(`${entry.text} `)) })).toBe(false);
  });

  it('keeps its doors: 401 without a token, 403 beyond the role, the few public ones open', async () => {
    const guard = await world.tokenOf('guard');
    expect((await world.get('/passages', null)).json.code).toBe('AUTH_REQUIRED');
    expect((await world.get('/passages', guard)).status).toBe(200);
    expect((await world.post('/list-entries', { list: 'white', plateNumber: '冀C00009', reason: '试' }, guard)).json.code).toBe('AUTH_FORBIDDEN');
    for (const path of ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/docs'])
      expect((await world.call('GET', path, undefined, null)).status).toBe(200);
    const pending = await world.post('/road-vehicles', truck('冀C00010'), guard);
    expect(pending.json.reviewState).toBe('pending');
  });

  it('lifts by hand only with a reason, and names who did it', async () => {
    expect((await world.post(`/lanes/${inLane}/manual-lift`, {})).status).toBe(400);
    const lifted = await world.post(`/lanes/${inLane}/manual-lift`, { reason: '消防车进厂' });
    expect(lifted).toMatchObject({ status: 200, json: { seq: expect.any(Number) } });
    expect(JSON.parse((await world.get(`/ledger/entries/${lifted.json.seq}`)).text)).toMatchObject({
      kind: 'manual-lift',
      by: { type: 'token', role: 'administrator' },
      body: { reason: '消防车进厂', passageId: null },
    });
  });

  it('gives instants in +08:00, and in another offset when the site says so', async () => {
    await (await addCamera(inLane)).push({ license: '冀C00077' });
    const paths = ['/passages', '/devices', '/lanes/status', '/gaps', `/rule-sets/${(await world.get('/rule-sets/current')).json.id}/compare`];
    const offsets = async () => {
      const texts = await Promise.all(paths.map(async (path) => JSON.stringify((await world.get(path)).json)));
      return [...new Set([...texts.join().matchAll(/"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)"/g)].map(([, offset]) => offset))];
    };
    expect(await offsets()).toEqual(['+08:00']);
    await world.patch('/site', { timeZone: '+06:00' });
    expect(await offsets()).toEqual(['+06:00']);
    await world.patch('/site', { timeZone: '+08:00' });
  });
});
