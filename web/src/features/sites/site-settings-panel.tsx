import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Switch } from 'antd';
import { get, patch } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { SiteSettings } from '../../api/types.ts';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote, QueryView } from '../../components/ui/states.tsx';
import { useSave } from './use-save.ts';

/** The settings of the site as a whole. */
export function SiteSettingsPanel() {
  const may = useMay();
  const site = useQuery({ queryKey: ['site'], queryFn: () => get<SiteSettings>('/site') });
  const { busy, fault, save } = useSave();
  const submit = async (values: Partial<SiteSettings>) => {
    const { data } = site;
    const known = Object.fromEntries(Object.entries(values).filter(([name]) => data && name in data));
    const done = await save(() => patch<SiteSettings>('/site', known), '站点设置已保存');
    if (done) await site.refetch();
  };
  return (
    <Panel title="站点设置">
      <QueryView query={site}>
        {(data) => (
          <Form
            layout="vertical"
            requiredMark={false}
            disabled={!may('lanes.configure')}
            initialValues={data}
            style={{ maxWidth: 640 }}
            onFinish={(values: Partial<SiteSettings>) => void submit(values)}
          >
            <Form.Item name="name" label="企业（厂区）名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
              <Input maxLength={100} />
            </Form.Item>
            <div className="grid-2">
              <Form.Item name="siteCode" label="企业编码">
                <Input maxLength={50} />
              </Form.Item>
              <Form.Item name="address" label="地址">
                <Input maxLength={200} />
              </Form.Item>
            </div>
            <Form.Item name="publicBaseUrl" label="对外访问地址" extra="监管平台取照片、相机推送所用的地址；不填用本页地址">
              <Input placeholder="如 https://gate.example.cn" />
            </Form.Item>
            <Form.Item name="twoPersonReview" label="登记与复核须由两人完成" valuePropName="checked">
              <Switch />
            </Form.Item>
            <div className="grid-2">
              <Form.Item name="idleMinutes" label="无操作自动退出（分钟）">
                <InputNumber min={5} max={720} precision={0} style={{ width: '100%' }} />
              </Form.Item>
              <Form.Item name="guardIdleMinutes" label="门卫岗亭无操作自动退出（分钟）">
                <InputNumber min={5} max={720} precision={0} style={{ width: '100%' }} />
              </Form.Item>
            </div>
            <div className="grid-2">
              <Form.Item name={['diskAlarm', 'freePercent']} label="磁盘剩余低于总量的（%）时报警">
                <InputNumber min={0} max={50} style={{ width: '100%' }} />
              </Form.Item>
              <Form.Item name={['diskAlarm', 'freeGigabytes']} label="磁盘剩余低于（GB）时报警" extra="照片每天约占 1 GB，请留出处理的时间">
                <InputNumber min={0} max={10_000} style={{ width: '100%' }} />
              </Form.Item>
            </div>
            <Button type="primary" htmlType="submit" loading={busy}>
              保存
            </Button>
          </Form>
        )}
      </QueryView>
      {fault ? <ErrorNote fault={fault} /> : null}
    </Panel>
  );
}
