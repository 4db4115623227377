import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { get, post } from '../../api/client.ts';
import type { Page, Verification } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote, QueryView } from '../../components/ui/states.tsx';
import { countText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

const checkedWords: Record<string, string> = { entries: '条目', pictures: '照片', projections: '台账表行', checkpoints: '检查点', rows: '台账表行' };

/** Runs the verification of everything and says in words what it found. */
export function VerificationPanel({ mayRun }: { mayRun: boolean }) {
  const cache = useQueryClient();
  const latest = useQuery({
    queryKey: ['verifications'],
    queryFn: async () => {
      const page = await get<Page<Verification>>('/ledger/verifications', { limit: 1 });
      return { run: page.items[0] ?? null };
    },
    refetchInterval: (query) => (query.state.data?.run?.state === 'running' ? 1_000 : false),
  });
  const start = useMutation({
    mutationFn: () => post<{ id: string }>('/ledger/verifications'),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['verifications'] }),
  });
  const running = latest.data?.run?.state === 'running';
  return (
    <Panel
      title="全面校验"
      extra={
        mayRun ? (
          <Button size="small" type="primary" loading={running || start.isPending} onClick={() => start.mutate()}>
            {running ? '正在校验' : '运行校验'}
          </Button>
        ) : null
      }
    >
      <QueryView query={latest}>
        {({ run }) => (run ? <Result run={run} /> : <p className="gg-quiet">还没有校验过。校验重算每个条目、照片与台账表，指出第一处不符。</p>)}
      </QueryView>
      {start.error ? <ErrorNote fault={start.error} /> : null}
    </Panel>
  );
}

function Result({ run }: { run: Verification }) {
  const { entries: done, total } = run.progress;
  const { problems } = run;
  const checked = Object.entries(run.checked ?? {})
    .map(([name, count]) => `${checkedWords[name] ?? name} ${countText(count)}`)
    .join('，');
  if (run.state === 'running') {
    return (
      <>
        <Progress percent={total > 0 ? Math.floor((done / total) * 100) : 0} aria-label="校验进度" />
        <p className="gg-quiet">
          已核对条目 {countText(done)} / {countText(total)}，照片 {countText(run.progress.pictures)}，台账表行 {countText(run.progress.projections)}
        </p>
      </>
    );
  }
  return (
    <div style={{ display: 'grid', gap: 6, justifyItems: 'start' }} role="status">
      {run.state === 'failed' ? (
        <StateTag tone="ask">校验没有完成</StateTag>
      ) : run.ok ? (
        <StateTag tone="admit">校验通过，台账完好</StateTag>
      ) : (
        <StateTag tone="deny">校验发现问题</StateTag>
      )}
      <span className="gg-quiet">
        {run.finishedAt ? `${dateTimeText(run.finishedAt)} ` : ''}
        {checked ? `核对了 ${checked}` : ''}
      </span>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {problems.map((problem, index) => (
          <li key={`${problem.text}-${index.toString()}`}>
            {typeof problem.seq === 'number' ? <strong>条目 #{problem.seq}：</strong> : null}
            {problem.file ? <strong className="gg-mono">文件 {problem.file}：</strong> : null}
            {problem.table ? (
              <strong>
                表 {problem.table} {problem.key ?? ''}：
              </strong>
            ) : null}
            {problem.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
