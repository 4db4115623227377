import { Form, Modal } from 'antd';
import { post } from '../../api/client.ts';
import type { Entrance, Lane } from '../../api/types.ts';
import { ErrorNote } from '../../components/ui/states.tsx';
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
    <Modal
      open
      title={`在 ${props.entrance.name} 添加通道`}
      okText="添加"
      cancelText="取消"
      width={680}
      confirmLoading={busy}
      onCancel={props.onClose}
      onOk={() => void submit().catch(() => undefined)}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={laneStart}>
        <LaneFields />
      </Form>
      {fault ? <ErrorNote fault={fault} /> : null}
    </Modal>
  );
}
