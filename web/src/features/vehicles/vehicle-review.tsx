import { App, Button, Input, Modal, Tag } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { post } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { RoadVehicle } from '../../api/types.ts';
import { Photos } from '../../components/business/photos.tsx';
import { ErrorNote } from '../../components/ui/states.tsx';
import { useReviewPace } from './use-review-pace.ts';

const rejectReasons = ['照片不清', '证件与车辆不符', '排放阶段无证明', 'VIN 有误', '证件过期', '重复登记'];

/** Documents and fields of a vehicle, and the review: Enter 通过, R 退回, N next. */
export function VehicleReview({ vehicle, fields, onDone, onNext }: { vehicle: RoadVehicle; fields: ReactNode; onDone(): void; onNext(): void }) {
  const may = useMay();
  const { message } = App.useApp();
  const [rejecting, setRejecting] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const open = may('vehicles.review') && vehicle.reviewState === 'pending';
  const pace = useReviewPace(vehicle.id, open);
  const documents = [
    ...(vehicle.emissionInfoSheetSha256
      ? [{ kind: 'document', url: `/api/v1/snapshots/${vehicle.emissionInfoSheetSha256}`, sha256: vehicle.emissionInfoSheetSha256, caption: '随车清单' }]
      : []),
    ...(vehicle.vehicleLicenseSha256
      ? [{ kind: 'document', url: `/api/v1/snapshots/${vehicle.vehicleLicenseSha256}`, sha256: vehicle.vehicleLicenseSha256, caption: '行驶证' }]
      : []),
  ];

  const decide = async (outcome: 'approved' | 'rejected', reason?: string) => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      await post(`/road-vehicles/${vehicle.id}/review`, { outcome, ...(reason ? { reason } : {}) });
      void message.success(outcome === 'approved' ? '复核通过' : '已退回');
      setRejecting(null);
      pace.decided();
      onDone();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };

  useReviewKeys(open && rejecting === null, { approve: () => void decide('approved'), reject: () => setRejecting(''), next: onNext });

  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <Photos photos={documents} size={130} empty="没有上传随车清单或行驶证" />
      {fields}
      {open ? (
        <div style={{ display: 'flex', gap: 8 }}>
          <Button type="primary" loading={busy} onClick={() => void decide('approved')}>
            复核通过
          </Button>
          <Button danger onClick={() => setRejecting('')}>
            退回
          </Button>
          <Button onClick={onNext}>下一辆</Button>
          <span className="gg-quiet" style={{ alignSelf: 'center' }}>
            Enter 通过 · R 退回 · N 下一辆
          </span>
          {pace.text ? (
            <span className="gg-quiet" style={{ alignSelf: 'center', marginLeft: 'auto' }}>
              {pace.text}
            </span>
          ) : null}
        </div>
      ) : null}
      {fault && rejecting === null ? <ErrorNote fault={fault} /> : null}
      <Modal
        open={rejecting !== null}
        title={`退回 ${vehicle.plateNumber}`}
        okText="退回"
        cancelText="取消"
        okButtonProps={{ danger: true, disabled: !rejecting?.trim(), loading: busy }}
        onCancel={() => setRejecting(null)}
        onOk={() => void decide('rejected', rejecting?.trim())}
      >
        <p className="gg-quiet">退回原因会告诉登记人。</p>
        <div style={{ marginBottom: 8 }}>
          {rejectReasons.map((reason) => (
            <Tag.CheckableTag key={reason} checked={rejecting === reason} onChange={() => setRejecting(reason)}>
              {reason}
            </Tag.CheckableTag>
          ))}
        </div>
        <Input aria-label="退回原因" value={rejecting ?? ''} maxLength={200} onChange={(event) => setRejecting(event.target.value)} />
        {fault ? <ErrorNote fault={fault} /> : null}
      </Modal>
    </div>
  );
}

function useReviewKeys(active: boolean, acts: { approve(): void; reject(): void; next(): void }): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    if (!active) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey || (target && /^(INPUT|TEXTAREA|BUTTON|A)$/.test(target.tagName))) return;
      if (event.key === 'Enter') latest.current.approve();
      else if (event.key.toLowerCase() === 'r') latest.current.reject();
      else if (event.key.toLowerCase() === 'n') latest.current.next();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [active]);
}
