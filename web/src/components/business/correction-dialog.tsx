import { App, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { Passage } from '../../api/types.ts';
import { optionsOf, type PlateColor, plateColors, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';
import { FormModal } from '../ui/form-modal.tsx';

interface Entered {
  plateNumber: string;
  plateColor: PlateColor;
  cargoName: string;
  cargoTonnes: number | null;
  reason: string;
  evidence: string;
}

/** Only what differs from what stands there is sent; nothing is overwritten in place. */
function changesOf(passage: Passage, entered: Entered): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  const plate = entered.plateNumber.trim().toUpperCase();
  if (plate !== (passage.plateNumber ?? '')) changes.plateNumber = plate || null;
  if (entered.plateColor !== passage.plateColor) changes.plateColor = entered.plateColor;
  if (entered.cargoName.trim() !== (passage.cargoName ?? '')) changes.cargoName = entered.cargoName.trim() || null;
  const tonnes = entered.cargoTonnes === null ? '' : entered.cargoTonnes.toFixed(3);
  if (tonnes !== (passage.cargoTonnes === null ? '' : tonnesText(passage.cargoTonnes))) changes.cargoTonnes = tonnes || null;
  return changes;
}

/**
 * Corrects a passage: shows before and after, asks for reason and evidence, and appends a new entry.
 * `plateOnly` is the guard's short form; `suggested` fills in a plate that was offered.
 */
export function CorrectionDialog(props: {
  passage: Passage | null;
  plateOnly?: boolean;
  suggested?: { plateNumber: string; plateColor: PlateColor } | null;
  onClose(): void;
  onDone?(): void;
}) {
  const { passage, plateOnly } = props;
  return passage ? <CorrectionForm key={passage.id} {...props} passage={passage} plateOnly={plateOnly ?? false} /> : null;
}

function CorrectionForm(props: {
  passage: Passage;
  plateOnly: boolean;
  suggested?: { plateNumber: string; plateColor: PlateColor } | null;
  onClose(): void;
  onDone?(): void;
}) {
  const { passage, plateOnly, onClose, onDone } = props;
  const { message } = App.useApp();
  const [form] = Form.useForm<Entered>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const start: Entered = {
    plateNumber: props.suggested?.plateNumber ?? passage.plateNumber ?? '',
    plateColor: props.suggested?.plateColor ?? passage.plateColor,
    cargoName: passage.cargoName ?? '',
    cargoTonnes: passage.cargoTonnes === null || passage.cargoTonnes === undefined ? null : Number(passage.cargoTonnes),
    reason: '',
    evidence: '',
  };

  const submit = async () => {
    const entered = { ...start, ...(await form.validateFields()) };
    const changes = changesOf(passage, entered);
    if (Object.keys(changes).length === 0) {
      void message.info('没有改动');
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const evidence = entered.evidence.trim();
      const done = await post<{ seq: number }>(`/passages/${passage.id}/corrections`, {
        ...changes,
        reason: entered.reason.trim(),
        ...(evidence ? { evidence } : {}),
      });
      void message.success(`更正已写入台账，条目 #${done.seq}`);
      onDone?.();
      onClose();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <FormModal
      form={form}
      first="plateNumber"
      title={plateOnly ? '改车牌' : '更正通行记录'}
      okText="提交更正"
      width={plateOnly ? 480 : 640}
      start={start}
      busy={busy}
      fault={fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="gg-quiet" style={{ marginTop: 0 }}>
        原记录不会改动；更正作为新条目写入台账，前后值都能查到。
      </p>
      <Form.Item noStyle shouldUpdate>
        {() => <BeforeAfter passage={passage} entered={{ ...start, ...form.getFieldsValue() }} plateOnly={plateOnly} />}
      </Form.Item>
      <Form.Item
        name="reason"
        label="更正原因"
        style={{ marginTop: 12 }}
        rules={[{ required: true, whitespace: true, min: 2, message: '请写明原因，至少 2 个字' }]}
      >
        <Input placeholder="如 号牌污损，人工核对照片" maxLength={200} />
      </Form.Item>
      {plateOnly ? null : (
        <Form.Item name="evidence" label="依据" extra="磅单号、运单号、照片说明等，供核查时对照">
          <Input maxLength={200} />
        </Form.Item>
      )}
    </FormModal>
  );
}

function BeforeAfter({ passage, entered, plateOnly }: { passage: Passage; entered: Entered; plateOnly: boolean }) {
  const changes = changesOf(passage, entered);
  const before = (name: string, text: string) => (name in changes ? <del>{text}</del> : <span>{text}</span>);
  return (
    <div className="before-after">
      <span />
      <span className="head">现在</span>
      <span className="head">更正为</span>
      <span>车牌号码</span>
      {before('plateNumber', passage.plateNumber ?? '无')}
      <Form.Item name="plateNumber" noStyle>
        <Input aria-label="车牌号码" maxLength={32} style={{ textTransform: 'uppercase' }} />
      </Form.Item>
      <span>号牌颜色</span>
      {before('plateColor', wordOf(plateColors, passage.plateColor))}
      <Form.Item name="plateColor" noStyle>
        <Select aria-label="号牌颜色" options={optionsOf(plateColors)} />
      </Form.Item>
      {plateOnly ? null : (
        <>
          <span>货物名称</span>
          {before('cargoName', passage.cargoName ?? '无')}
          <Form.Item name="cargoName" noStyle>
            <Input aria-label="货物名称" maxLength={100} />
          </Form.Item>
          <span>运输量（吨）</span>
          {before('cargoTonnes', tonnesText(passage.cargoTonnes))}
          <Form.Item name="cargoTonnes" noStyle>
            <InputNumber aria-label="运输量（吨）" min={0} max={9999} step={0.001} precision={3} style={{ width: '100%' }} />
          </Form.Item>
        </>
      )}
    </div>
  );
}
