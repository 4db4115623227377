import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import { useMay } from '../../api/session.ts';
import type { Page as PageOf, UploadRate, UploadSummary } from '../../api/types.ts';
import { Page } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { useUrlValues } from '../../components/ui/url-state.ts';
import { daysAgo, dayStart } from '../../lib/time.ts';
import { PlatformLane } from './platform-lane.tsx';
import { RegulatorPanel } from './regulator-panel.tsx';
import { UploadDrawer } from './upload-drawer.tsx';
import { UploadRows } from './upload-rows.tsx';
import './uploads.css';

/** Whether the regulators have everything: a lane per platform, thirty days of rate, what is stuck and why. */
export default function UploadsPage() {
  const [values, set] = useUrlValues();
  const may = useMay();
  const cache = useQueryClient();
  const summary = useQuery({ queryKey: ['uploads', 'summary'], queryFn: () => get<PageOf<UploadSummary>>('/uploads/summary'), refetchInterval: 5_000 });
  const rate = useQuery({
    queryKey: ['uploads', 'rate'],
    queryFn: () => get<UploadRate>('/uploads/rate', { from: dayStart(daysAgo(29)) }),
    refetchInterval: 60_000,
  });
  useLive('upload', () => void cache.invalidateQueries({ queryKey: ['uploads', 'summary'] }));
  const add = may('regulators.configure') ? (
    <Button {...(summary.data?.items.length === 0 ? { type: 'primary' as const } : {})} icon={<PlusOutlined />} onClick={() => set({ platform: 'new' })}>
      添加监管平台
    </Button>
  ) : null;
  return (
    <Page title="上报" scroll note="断网、平台故障时记录先存在本机，恢复后自动补传" actions={add}>
      <QueryView query={summary}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty
              title="还没有监管平台"
              next={
                may('regulators.configure')
                  ? '添加平台并测试登录后，通过的车辆会自动上报；之前的通行不会补报。'
                  : '请系统管理员在这里添加平台；之后通过的车辆会自动上报，之前的通行不会补报。'
              }
              action={add}
            />
          ) : (
            <>
              <div style={{ display: 'grid', gap: 10 }}>
                {page.items.map((item) => (
                  <PlatformLane
                    key={item.regulatorId}
                    summary={item}
                    rate={rate.data}
                    onSettings={may('regulators.read') ? () => set({ platform: item.regulatorId }) : null}
                  />
                ))}
              </div>
              <UploadRows platforms={page.items} />
            </>
          )
        }
      </QueryView>
      <UploadDrawer id={values.id ?? null} onClose={() => set({ id: null })} />
      <SideDrawer
        open={values.platform !== undefined}
        title={values.platform === 'new' ? '添加监管平台' : '监管平台设置'}
        modal
        onClose={() => set({ platform: null })}
      >
        {values.platform ? (
          <RegulatorPanel
            key={values.platform}
            id={values.platform === 'new' ? null : values.platform}
            onDone={(id) => {
              void cache.invalidateQueries({ queryKey: ['uploads'] });
              void cache.invalidateQueries({ queryKey: ['regulators'] });
              set({ platform: id });
            }}
          />
        ) : null}
      </SideDrawer>
    </Page>
  );
}
