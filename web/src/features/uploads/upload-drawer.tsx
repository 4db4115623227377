import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { get, post } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { UploadDetail } from '../../api/types.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { UploadTag } from '../../components/business/state-tags.tsx';
import { UploadAttempts } from '../../components/business/upload-attempts.tsx';
import { Facts } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { faultOf, QueryView } from '../../components/ui/states.tsx';
import { directions } from '../../lib/codes.ts';
import { dateTimeText } from '../../lib/time.ts';

/** One upload with every attempt: what was sent, what came back, what to do. */
export function UploadDrawer({ id, onClose }: { id: string | null; onClose(): void }) {
  const may = useMay();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const upload = useQuery({ queryKey: ['upload', id], queryFn: () => get<UploadDetail>(`/uploads/${id}`), enabled: id !== null, refetchInterval: 5_000 });
  const { data } = upload;
  const resend = async () => {
    try {
      await post(`/uploads/${id}/resend`);
      void message.success('已安排重新上报');
      await upload.refetch();
      await cache.invalidateQueries({ queryKey: ['list', '/uploads'] });
    } catch (fault) {
      void message.error(`${faultOf(fault).message}（${faultOf(fault).code}）`);
    }
  };
  return (
    <SideDrawer
      open={id !== null}
      onClose={onClose}
      title={
        data ? (
          <span style={{ display: 'flex', gap: 10 }}>
            <PlateTag plateNumber={data.plateNumber} plateColor={data.plateColor} />
            <UploadTag state={data.state} />
          </span>
        ) : (
          '上报记录'
        )
      }
      extra={
        may('uploads.resend') && data && data.state !== 'accepted' ? (
          <Button size="small" type="primary" onClick={() => void resend()}>
            重新上报
          </Button>
        ) : null
      }
    >
      <QueryView query={upload}>
        {(row) => (
          <>
            <Facts
              items={[
                ['平台', row.regulatorName],
                ['说明', row.message],
                ['进出', directions[row.direction]],
                ['通行时间', dateTimeText(row.at)],
                ['产生时间', dateTimeText(row.recordedAt)],
                ['接收时间', dateTimeText(row.acceptedAt)],
                ['下次尝试', dateTimeText(row.nextAttemptAt)],
                [
                  '平台返回',
                  row.remote
                    ? Object.entries(row.remote)
                        .map(([name, value]) => `${name}=${value}`)
                        .join('，')
                    : null,
                ],
                [
                  '通行记录',
                  <Link key="passage" to={'/passages' as never} search={{ id: row.passageId } as never}>
                    查看并更正
                  </Link>,
                ],
              ]}
            />
            <section className="section" style={{ marginTop: 12 }}>
              <h3 className="section-title">每次尝试</h3>
              <UploadAttempts attempts={row.attemptList} />
            </section>
          </>
        )}
      </QueryView>
    </SideDrawer>
  );
}
