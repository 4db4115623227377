import { Button, DatePicker, Form, Input, Select, Space, Upload } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { patch, post, postDocument } from '../../api/client.ts';
import type { RoadVehicle } from '../../api/types.ts';
import { emissionStages, fuelTypes, optionsOf, plateColors, useNatures, vehicleTypes } from '../../lib/codes.ts';
import { ErrorNote } from '../ui/states.tsx';
import { Photos } from './photos.tsx';

const dateNames = ['registeredOn', 'validUntil', 'inspectionUntil'] as const;

type Entered = Partial<Record<keyof RoadVehicle, unknown>>;

function toBody(entered: Entered): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entered)) {
    if (dayjs.isDayjs(value)) body[name] = value.format('YYYY-MM-DD');
    else if (typeof value === 'string') body[name] = value.trim() === '' ? null : value.trim();
    else body[name] = value ?? null;
  }
  if (typeof body.plateNumber === 'string') body.plateNumber = body.plateNumber.toUpperCase();
  if (typeof body.vin === 'string') body.vin = body.vin.toUpperCase();
  body.fuelType ??= 'unknown';
  body.emissionStage ??= 'unknown';
  if (body.networked === 'yes' || body.networked === 'no') body.networked = body.networked === 'yes';
  return body;
}

function toForm(vehicle: Partial<RoadVehicle>): Record<string, unknown> {
  const values: Record<string, unknown> = { ...vehicle };
  for (const name of dateNames) if (typeof values[name] === 'string') values[name] = dayjs(values[name] as string);
  values.networked = vehicle.networked === true ? 'yes' : vehicle.networked === false ? 'no' : null;
  return values;
}

/** Registers or changes a transport vehicle. What is left empty stays unknown; nothing is filled in by itself. */
export function VehicleForm(props: { vehicle?: RoadVehicle; start?: Partial<RoadVehicle>; onDone(vehicle: RoadVehicle): void; onCancel(): void }) {
  const { vehicle } = props;
  const [form] = Form.useForm<Entered>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (entered: Entered) => {
    setBusy(true);
    setFault(null);
    try {
      const body = toBody(entered);
      props.onDone(vehicle ? await patch<RoadVehicle>(`/road-vehicles/${vehicle.id}`, body) : await post<RoadVehicle>('/road-vehicles', body));
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      form={form}
      layout="vertical"
      size="middle"
      requiredMark={false}
      initialValues={toForm(vehicle ?? props.start ?? {})}
      onFinish={(entered) => void submit(entered)}
    >
      <div className="grid-2" style={{ columnGap: 14, rowGap: 0 }}>
        <Form.Item name="plateNumber" label="车牌号码" rules={[{ required: true, whitespace: true, message: '请填写车牌号码' }]}>
          <Input maxLength={32} disabled={vehicle !== undefined} />
        </Form.Item>
        <Form.Item name="plateColor" label="号牌颜色" rules={[{ required: true, message: '请选择号牌颜色' }]}>
          <Select options={optionsOf(plateColors).filter((option) => option.value !== 'unknown')} disabled={vehicle !== undefined} />
        </Form.Item>
        <Form.Item name="vehicleType" label="车辆类型">
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={optionsOf(vehicleTypes, true)} placeholder="GA/T 16.4 代码" />
        </Form.Item>
        <Form.Item name="vin" label="车辆识别代号（VIN）">
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="fuelType" label="燃料类型">
          <Select allowClear options={optionsOf(fuelTypes)} />
        </Form.Item>
        <Space.Compact block>
          <Form.Item name="emissionStage" label="排放标准" style={{ flex: 1 }}>
            <Select allowClear options={optionsOf(emissionStages)} />
          </Form.Item>
          <Form.Item name="emissionSubstage" label="子阶段" style={{ width: 90 }}>
            <Select allowClear options={[{ value: 'a' }, { value: 'b' }]} />
          </Form.Item>
        </Space.Compact>
        <Form.Item name="registeredOn" label="注册登记日期">
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="emissionEvidence" label="排放判定依据">
          <Input maxLength={200} placeholder="如 随车清单、环保信息公开查询" />
        </Form.Item>
        <Form.Item name="brandModel" label="车辆品牌型号">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="engineModel" label="发动机型号">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="engineMaker" label="发动机生产厂">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="engineNumber" label="发动机号">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="networked" label="联网状态">
          <Select
            allowClear
            options={[
              { value: 'yes', label: '已联网' },
              { value: 'no', label: '未联网' },
            ]}
          />
        </Form.Item>
        <Form.Item name="useNature" label="使用性质">
          <Select allowClear options={optionsOf(useNatures, true)} />
        </Form.Item>
        <Form.Item name="fleetName" label="车队名称">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="ownerName" label="所有人">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="validUntil" label="备案有效期至">
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="inspectionUntil" label="年检有效期至">
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="emissionInfoSheetSha256" label="随车清单">
          <DocumentInput label="随车清单" />
        </Form.Item>
        <Form.Item name="vehicleLicenseSha256" label="行驶证">
          <DocumentInput label="行驶证" />
        </Form.Item>
      </div>
      <Form.Item name="remark" label="备注">
        <Input maxLength={200} />
      </Form.Item>
      {fault ? <ErrorNote fault={fault} /> : null}
      <Space style={{ marginTop: 12 }}>
        <Button type="primary" htmlType="submit" loading={busy}>
          {vehicle ? '保存修改' : '登记车辆'}
        </Button>
        <Button onClick={props.onCancel}>取消</Button>
      </Space>
    </Form>
  );
}

function DocumentInput({ value, onChange, label }: { value?: string | null; onChange?: (sha256: string | null) => void; label: string }) {
  const [fault, setFault] = useState<unknown>(null);
  return (
    <div>
      {value ? <Photos photos={[{ kind: 'document', url: `/api/v1/snapshots/${value}`, sha256: value, caption: label }]} size={56} /> : null}
      <Space style={{ marginTop: value ? 6 : 0 }}>
        <Upload
          accept="image/*"
          showUploadList={false}
          customRequest={({ file, onSuccess, onError }) => {
            setFault(null);
            postDocument(file as Blob)
              .then((kept) => {
                onChange?.(kept.sha256);
                onSuccess?.(kept);
              })
              .catch((caught: Error) => {
                setFault(caught);
                onError?.(caught);
              });
          }}
        >
          <Button size="small">{value ? '换一张' : `上传${label}照片`}</Button>
        </Upload>
        {value ? (
          <Button size="small" type="text" onClick={() => onChange?.(null)}>
            移除
          </Button>
        ) : null}
      </Space>
      {fault ? <ErrorNote fault={fault} /> : null}
    </div>
  );
}
