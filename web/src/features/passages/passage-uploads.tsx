import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { Page, PassageDetail, Upload, UploadDetail } from '../../api/types.ts';
import { UploadTag } from '../../components/business/state-tags.tsx';
import { UploadAttempts } from '../../components/business/upload-attempts.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';

/** How the passage fared with each platform, attempt by attempt. */
export function PassageUploads({ passage }: { passage: PassageDetail }) {
  const may = useMay();
  const allowed = may('uploads.read');
  const uploads = useQuery({
    queryKey: ['uploads-of', passage.id],
    queryFn: () => get<Page<Upload>>('/uploads', { passageId: passage.id, limit: 20 }),
    enabled: allowed && passage.uploads.length > 0,
  });
  if (passage.uploads.length === 0) {
    return <Empty title="这条记录不上报" next="只有通过的车辆才上报：被放行、人工抬杆或设备自行开闸。没有设置监管平台时也不会有上报。" />;
  }
  if (!allowed) {
    return (
      <>
        {passage.uploads.map((upload) => (
          <UploadTag key={upload.regulatorId} state={upload.state} />
        ))}
      </>
    );
  }
  return (
    <QueryView query={uploads}>
      {(page) => (
        <div>
          {page.items.map((upload) => (
            <section key={upload.id} className="section">
              <div style={{ display: 'flex', gap: 10, marginBottom: 6 }}>
                <strong>{upload.regulatorName}</strong>
                <UploadTag state={upload.state} />
              </div>
              <Attempts id={upload.id} />
            </section>
          ))}
        </div>
      )}
    </QueryView>
  );
}

function Attempts({ id }: { id: string }) {
  const upload = useQuery({ queryKey: ['upload', id], queryFn: () => get<UploadDetail>(`/uploads/${id}`) });
  return <QueryView query={upload}>{(data) => <UploadAttempts attempts={data.attemptList} />}</QueryView>;
}
