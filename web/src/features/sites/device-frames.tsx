import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { Frame, Page } from '../../api/types.ts';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { bytesText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

/** What the device sent that could not be read: kept, alarmed, and never a reason to open. */
export function DeviceFrames({ id }: { id: string }) {
  const frames = useQuery({ queryKey: ['frames', id], queryFn: () => get<Page<Frame>>(`/devices/${id}/frames`, { limit: 20 }) });
  return (
    <QueryView query={frames}>
      {(page) =>
        page.items.length === 0 ? (
          <Empty title="没有无法解析的推送" next="相机推来的内容读不懂时会原样留在这里，供联调时对照。" />
        ) : (
          <div>
            {page.items.map((frame) => (
              <section key={frame.sha256 + frame.receivedAt} className="section">
                <div>
                  {dateTimeText(frame.receivedAt)} · {frame.problem} · {frame.contentType ?? '类型未知'} · {bytesText(frame.bytes)}
                </div>
                <pre className="gg-mono json">{frame.text}</pre>
              </section>
            ))}
          </div>
        )
      }
    </QueryView>
  );
}
