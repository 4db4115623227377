import { Form } from 'antd';
import { post } from '../../api/client.ts';
import type { Entrance, Lane } from '../../api/types.ts';
import { FormModal } from '../../components/ui/form-modal.tsx';
import { LaneFields, laneStart } from './lane-fields.tsx';
import { useSave } from './use-save.ts';

export function LaneAdd(props: { entrance: Entrance; onClose(): void; onChoose(node: string): void; onChanged(): void }) {
  const [form] = Form.useForm<Lane>();
  const { busy, fault, save } = useSave();
  const submit = async () => {
    const values = await form.validateFields();
    const lane = await save(() => post<Lane>('/lanes', { ...values, entranceId: props.entrance.id }), '通道已添加');
    if (lane) {
      props.onChanged();
      props.onChoose(`lane:${lane.id}`);
      props.onClose();
    }
  };
  return (
    <FormModal
      form={form}
      first="code"
      title={`在 ${props.entrance.name} 添加通道`}
      okText="添加"
      width={680}
      start={laneStart}
      busy={busy}
      fault={fault}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <LaneFields />
    </FormModal>
  );
}
