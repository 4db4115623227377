import { Form, Input, InputNumber, Select } from 'antd';
import { directions, laneModes, lanePaths, optionsOf } from '../../lib/codes.ts';

const paths = optionsOf(lanePaths);

/** How a lane is named and how it behaves. */
export function LaneFields() {
  return (
    <div className="grid-2" style={{ rowGap: 0 }}>
      <Form.Item name="code" label="道闸编号" extra="写入台账与上报" rules={[{ required: true, whitespace: true, message: '请填写编号' }]}>
        <Input maxLength={20} placeholder="如 01" />
      </Form.Item>
      <Form.Item name="name" label="通道名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
        <Input maxLength={50} placeholder="如 1 号进" />
      </Form.Item>
      <Form.Item name="direction" label="方向">
        <Select options={optionsOf(directions)} />
      </Form.Item>
      <Form.Item name="mode" label="模式" extra="自动：按判定开闸；人工：每辆都由门卫核验">
        <Select options={optionsOf(laneModes)} />
      </Form.Item>
      <Form.Item name="unregistered" label="未登记车辆">
        <Select options={paths} />
      </Form.Item>
      <Form.Item name="unread" label="未识别到号牌">
        <Select options={paths} />
      </Form.Item>
      <Form.Item name="noPlate" label="无牌车">
        <Select options={paths} />
      </Form.Item>
      <Form.Item name="emergencyVehicle" label="未登记的应急车辆">
        <Select
          options={[
            { value: 'ask', label: '请门卫核验' },
            { value: 'admit', label: '放行并记录' },
          ]}
        />
      </Form.Item>
      <Form.Item name="minConfidence" label="最低置信度" extra="低于此值请门卫核验">
        <InputNumber min={0} max={100} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="mergeWindowSeconds" label="同车合并时间（秒）" extra="同一车牌在此时间内再次识别算同一次通行">
        <InputNumber min={0} max={600} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="confirmSeconds" label="确认开到位时限（秒）">
        <InputNumber min={1} max={60} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </div>
  );
}

/** What the server takes when nothing else is said. */
export const laneStart = {
  direction: 'in',
  mode: 'automatic',
  unregistered: 'ask',
  unread: 'ask',
  noPlate: 'ask',
  emergencyVehicle: 'ask',
  minConfidence: 60,
  mergeWindowSeconds: 10,
  confirmSeconds: 8,
};
