import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import { useDevices } from '../../api/sites.ts';
import type { Page, PassageDetail, TimelineStep, Upload } from '../../api/types.ts';
import { uploadStates } from '../../lib/codes.ts';

/** The story of a passage in the order of time: what the ledger has of it, and how its uploads went. */
export function usePassageSteps(passage: PassageDetail | undefined): TimelineStep[] {
  const may = useMay();
  const devices = useDevices(may('devices.read'));
  const uploads = useQuery({
    queryKey: ['uploads-of', passage?.id],
    queryFn: () => get<Page<Upload>>('/uploads', { passageId: passage?.id ?? '', limit: 20 }),
    enabled: passage !== undefined && passage.uploads.length > 0 && may('uploads.read'),
  });
  const name = (by: string | null) => {
    const id = by?.startsWith('设备 ') ? by.slice(3) : null;
    return id === null ? by : (devices.data?.items.find((device) => device.id === id)?.name ?? by);
  };
  const steps = (passage?.timeline ?? []).map((step) => ({ ...step, by: name(step.by) }));
  return [...steps, ...(uploads.data?.items ?? []).map(uploadStep)].sort(inTime);
}

function uploadStep(upload: Upload): TimelineStep {
  return {
    seq: null,
    at: upload.acceptedAt ?? upload.nextAttemptAt ?? upload.recordedAt,
    kind: upload.state === 'accepted' ? 'upload-accepted' : upload.state === 'rejected' ? 'upload-rejected' : 'upload-waiting',
    title: `上报 ${upload.regulatorName}：${uploadStates[upload.state]}`,
    by: null,
    details: [upload.attempts > 0 ? `尝试 ${upload.attempts} 次` : '还没有发送', upload.message].filter(Boolean).join('，'),
  };
}

export function inTime(a: TimelineStep, b: TimelineStep): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER);
}
