import type { Checked, Leg } from './hebei-record.ts';

export type PhotoCheck = { field: string; url: string; ok: boolean; bytes: number; why?: string };
export type HebeiRecord = {
  seq: number;
  leg: Leg;
  key: string;
  throughId: string;
  fields: Record<string, string>;
  /** How often this very leg was taken; more than 1 means that it was sent again. */
  accepted: number;
  firstAt: number;
  lastAt: number;
  photos: PhotoCheck[];
};
export type HebeiViolation = {
  at: number;
  kind: 'exit-before-entry' | 'unknown-through-id' | 'exit-of-another-plate' | 'duplicate-record' | 'changed-content' | 'bad-record';
  text: string;
};
export type Committed = { record: HebeiRecord; problem?: undefined; isNew: boolean } | { record?: undefined; problem: string };

/** What the platform keeps. With `idempotent` the same leg is the same record with the same throughId; without it a second record. */
export function createHebeiStore({ idempotent }: { idempotent: () => boolean }) {
  const records: HebeiRecord[] = [];
  const violations: HebeiViolation[] = [];
  const byKey = new Map<string, HebeiRecord>();
  const entries = new Map<string, HebeiRecord>();
  const exits = new Map<string, HebeiRecord>();

  const violate = (kind: HebeiViolation['kind'], text: string): void => void violations.push({ at: Date.now(), kind, text });
  const exitProblem = ({ fields }: Checked): string | null => {
    const entry = entries.get(fields.throughId ?? '');
    if (!entry) {
      const plateWasIn = records.some((record) => record.leg === 'entry' && record.fields.carPlate === fields.carPlate);
      violate(plateWasIn ? 'unknown-through-id' : 'exit-before-entry', `${fields.carPlate} ${fields.throughId}`);
      return '未找到对应的进厂记录';
    }
    if (entry.fields.carPlate === fields.carPlate) return null;
    violate('exit-of-another-plate', `${fields.carPlate} ≠ ${entry.fields.carPlate}`);
    return '进出厂车牌不一致';
  };

  return {
    records,
    violations,
    violate,
    commit(checked: Checked): Committed {
      const known = byKey.get(checked.key);
      const now = Date.now();
      if (known && idempotent()) {
        if (JSON.stringify(known.fields) !== JSON.stringify(checked.fields)) violate('changed-content', checked.key);
        known.accepted++;
        known.lastAt = now;
        return { record: known, isNew: false };
      }
      const problem = checked.leg === 'exit' ? exitProblem(checked) : null;
      if (problem) return { problem };
      if (known) violate('duplicate-record', checked.key);
      if (checked.leg === 'exit' && exits.has(checked.fields.throughId ?? ''))
        violate('duplicate-record', `${checked.key} second exit of ${checked.fields.throughId}`);
      const seq = records.length + 1;
      const throughId = checked.leg === 'exit' ? (checked.fields.throughId ?? '') : `T${String(seq).padStart(12, '0')}`;
      const record: HebeiRecord = {
        seq,
        leg: checked.leg,
        key: checked.key,
        throughId,
        fields: checked.fields,
        accepted: 1,
        firstAt: now,
        lastAt: now,
        photos: [],
      };
      records.push(record);
      byKey.set(checked.key, record);
      (checked.leg === 'entry' ? entries : exits).set(throughId, record);
      return { record, isNew: true };
    },
  };
}
