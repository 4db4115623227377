import { Alert, Button, Input, Modal } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { ErrorNote } from '../ui/states.tsx';

/**
 * Asks for a reason with one click: up to six buttons (keys 1 to 6) and 其他 with free text. A click is the confirmation;
 * the dialog stays open while the call runs and shows what went wrong.
 */
export function ReasonDialog(props: {
  open: boolean;
  title: ReactNode;
  warning?: string;
  /** Stands above the reasons. */
  extra?: ReactNode;
  reasons: readonly string[];
  confirmText: string;
  danger?: boolean;
  onCancel(): void;
  onReason(reason: string): Promise<unknown>;
}) {
  const { open, onReason, onCancel, reasons } = props;
  const [other, setOther] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (open) {
      setOther(null);
      setFault(null);
      setBusy(false);
    }
  }, [open]);

  const submit = async (reason: string) => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      await onReason(reason);
      onCancel();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };

  useEffect(() => {
    if (!open || other !== null) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const reason = /^[1-6]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
      if (reason !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        void submit(reason);
      }
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  });

  return (
    <Modal open={open} title={props.title} onCancel={onCancel} footer={null} destroyOnHidden width={520}>
      {props.warning ? <Alert type="warning" showIcon title={props.warning} style={{ marginBottom: 12 }} /> : null}
      {props.extra}
      <p className="gg-quiet" style={{ marginTop: 0 }}>
        选择原因即{props.confirmText}，原因写入台账。
      </p>
      <div className="reason-grid">
        {reasons.map((reason, index) => (
          <Button key={reason} autoFocus={index === 0} danger={props.danger} disabled={busy} aria-label={reason} onClick={() => void submit(reason)}>
            <span className="reason-key" aria-hidden>
              {index + 1}
            </span>
            {reason}
          </Button>
        ))}
        <Button disabled={busy} onClick={() => setOther('')}>
          其他
        </Button>
      </div>
      {other !== null ? (
        <form
          style={{ display: 'flex', gap: 8, marginTop: 12 }}
          onSubmit={(event) => {
            event.preventDefault();
            if (other.trim().length >= 2) void submit(other.trim());
          }}
        >
          <Input
            autoFocus
            aria-label="其他原因"
            placeholder="写明原因，至少 2 个字"
            maxLength={200}
            value={other}
            onChange={(event) => setOther(event.target.value)}
          />
          <Button type="primary" danger={props.danger} htmlType="submit" loading={busy} disabled={other.trim().length < 2}>
            {props.confirmText}
          </Button>
        </form>
      ) : null}
      {fault ? <ErrorNote fault={fault} /> : null}
    </Modal>
  );
}
