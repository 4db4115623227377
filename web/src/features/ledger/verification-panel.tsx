import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { get, post } from '../../api/client.ts';
import type { Page, Verification } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote, QueryView } from '../../components/ui/states.tsx';
import { countText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';
import './ledger.css';
import { findingText, tableWord } from './verification-words.ts';

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
      {run.ok === false ? (
        <p className="finding-next">
          不要改动或删除数据文件夹；先把它整个复制一份留证，再与最近的备份和交给第三方的检查点比对，查清是谁、何时改动。新的通行仍照常记录。
        </p>
      ) : null}
      <ul className="findings" aria-label="校验发现">
        {problems.map((problem, index) => (
          <Finding key={`${problem.text}-${index.toString()}`} problem={problem} />
        ))}
      </ul>
    </div>
  );
}

function Finding({ problem }: { problem: Verification['problems'][number] }) {
  const { seq, file, table, key, text } = problem;
  return (
    <li>
      {typeof seq === 'number' ? (
        <strong>
          <Link to={'/ledger' as never} search={{ seq: String(seq) } as never}>
            条目 #{seq}
          </Link>
          ：
        </strong>
      ) : null}
      {file ? <strong className="gg-mono">文件 {file}：</strong> : null}
      {table ? (
        <strong title={`${table} ${key ?? ''}`}>
          {tableWord(table)} <span className="gg-mono">{key ?? ''}</span>：
        </strong>
      ) : null}
      {findingText(text)}
    </li>
  );
}
