import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import { useRegulators } from '../../api/sites.ts';
import type { Page, PassageDetail, Upload, UploadDetail } from '../../api/types.ts';
import { UploadTag } from '../../components/business/state-tags.tsx';
import { UploadAttempts } from '../../components/business/upload-attempts.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';

export function PassageUploads({ passage }: { passage: PassageDetail }) {
  const may = useMay();
  const regulators = useRegulators(may('regulators.read'));
  if (passage.uploads.length === 0) {
    return <Empty title="这条记录不上报" next="只有通过的车辆才上报：被放行、人工抬杆或设备自行开闸。没有设置监管平台时也不会有上报。" />;
  }
  return (
    <div>
      {passage.uploads.map((upload) => (
        <section key={upload.regulatorId} className="section">
          <div style={{ display: 'flex', gap: 10, marginBottom: 6 }}>
            <strong>{regulators.data?.items.find((item) => item.id === upload.regulatorId)?.name ?? upload.regulatorId}</strong>
            <UploadTag state={upload.state} />
          </div>
          {may('uploads.read') ? <Attempts passageId={passage.id} regulatorId={upload.regulatorId} /> : null}
        </section>
      ))}
    </div>
  );
}

function Attempts({ passageId, regulatorId }: { passageId: string; regulatorId: string }) {
  const upload = useQuery({
    queryKey: ['upload-of', passageId, regulatorId],
    queryFn: async () => {
      const row = (await get<Page<Upload>>('/uploads', { passageId, regulatorId, limit: 1 })).items[0];
      return row ? (await get<UploadDetail>(`/uploads/${row.id}`)).attemptList : [];
    },
  });
  return <QueryView query={upload}>{(attempts) => <UploadAttempts attempts={attempts} />}</QueryView>;
}
