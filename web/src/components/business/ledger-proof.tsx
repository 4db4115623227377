import { useQuery } from '@tanstack/react-query';
import { Button, QRCode } from 'antd';
import { useState } from 'react';
import { get, getBytes } from '../../api/client.ts';
import type { LedgerProofShape } from '../../api/types.ts';
import { fromBase64, leafHash, rootFromProof, toBase64, toHex } from '../../lib/merkle.ts';
import { Facts } from '../ui/page.tsx';
import { ErrorState, Loading } from '../ui/states.tsx';
import { type CheckedCheckpoint, readCheckpoint, SignatureState } from './checkpoint.tsx';
import { StateTag } from './state-tags.tsx';

interface Checked {
  proof: LedgerProofShape;
  checkpoint: CheckedCheckpoint;
  leaf: string;
  computedRoot: string | null;
  bytes: Uint8Array;
  verdict: keyof typeof verdicts;
}

const verdicts = {
  proven: { tone: 'admit', text: '验证通过：条目在台账中，未被改动' },
  unsigned: { tone: 'deny', text: '验证不通过：条目与检查点一致，但检查点的签名不成立' },
  unproven: { tone: 'ask', text: '条目与检查点一致；检查点的签名未能在此浏览器验证' },
  different: { tone: 'deny', text: '验证不通过：条目与检查点对不上，请立即运行台账校验' },
  'sizes-differ': { tone: 'ask', text: '证明与检查点的大小不同，点“重新验证”' },
} as const;

/** Fetches entry, checkpoint and the proof up to it, and computes here, in the browser, whether the entry stands in the signed ledger. */
async function check(seq: number): Promise<Checked> {
  const [bytes, checkpoint] = await Promise.all([getBytes(`/ledger/entries/${seq}`), readCheckpoint()]);
  const { parsed, signature } = checkpoint;
  const proof = await get<LedgerProofShape>(`/ledger/entries/${seq}/proof`, { treeSize: parsed?.treeSize });
  const leaf = await leafHash(bytes);
  const root = await rootFromProof({ ...proof, hashes: proof.hashes.map(fromBase64) }, leaf);
  const computedRoot = root ? toBase64(root) : null;
  const found = { proof, checkpoint, bytes, leaf: toHex(leaf), computedRoot };
  if (proof.leafIndex !== seq || computedRoot === null) return { ...found, verdict: 'different' };
  if (parsed?.treeSize !== proof.treeSize) return { ...found, verdict: 'sizes-differ' };
  if (computedRoot !== parsed.rootHash) return { ...found, verdict: 'different' };
  return { ...found, verdict: signature === 'signed' ? 'proven' : signature === 'unsupported' ? 'unproven' : 'unsigned' };
}

/** 存证 of one entry: leaf, size, hashes, the checkpoint, and the verdict of this browser. */
export function LedgerProof({ seq }: { seq: number }) {
  const proof = useQuery({ queryKey: ['proof', seq], queryFn: () => check(seq), staleTime: Number.POSITIVE_INFINITY });
  const [open, setOpen] = useState(false);
  if (proof.error) return <ErrorState fault={proof.error} onRetry={() => void proof.refetch()} />;
  if (!proof.data) return <Loading text="正在取证明并在本机验证…" />;
  const { data } = proof;
  const verdict = verdicts[data.verdict];
  return (
    <div>
      <div style={{ display: 'flex', gap: 10, alignItems: 'center', marginBottom: 8, flexWrap: 'wrap' }}>
        <StateTag tone={verdict.tone}>{verdict.text}</StateTag>
        <Button size="small" loading={proof.isFetching} onClick={() => void proof.refetch()}>
          重新验证
        </Button>
        <Button size="small" type="link" onClick={() => setOpen(!open)}>
          {open ? '收起细节' : '查看细节'}
        </Button>
      </div>
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', gap: 12 }}>
        <Facts
          items={[
            [
              '条目序号',
              <span key="a" className="gg-mono">
                #{data.proof.leafIndex}
              </span>,
            ],
            [
              '台账大小',
              <span key="b" className="gg-mono">
                {data.proof.treeSize}
              </span>,
            ],
            [
              '条目哈希',
              <span key="c" className="gg-mono gg-hash">
                {data.leaf.slice(0, 32)}
                <wbr />
                {data.leaf.slice(32)}
              </span>,
            ],
            [
              '检查点根',
              <span key="d" className="gg-mono">
                {data.checkpoint.parsed?.rootHash ?? '—'}
              </span>,
            ],
            [
              '本机算得',
              <span key="e" className="gg-mono">
                {data.computedRoot ?? '—'}
              </span>,
            ],
            ['检查点签名', <SignatureState key="f" signature={data.checkpoint.signature} />],
          ]}
        />
        <div title="序号、台账大小、条目哈希与检查点根：用手机扫下，日后可与检查点对照">
          <QRCode
            value={`greengate-proof:${data.checkpoint.parsed?.origin ?? ''}:${data.proof.leafIndex}:${data.proof.treeSize}:${data.leaf}:${data.checkpoint.parsed?.rootHash ?? ''}`}
            size={104}
            bordered={false}
            type="svg"
          />
        </div>
      </div>
      {open ? (
        <>
          <h4 style={{ margin: '10px 0 4px' }}>证明路径（{data.proof.hashes.length} 个哈希）</h4>
          <pre className="gg-mono json">{data.proof.hashes.join('\n') || '台账只有一个条目，路径为空'}</pre>
          <h4 style={{ margin: '10px 0 4px' }}>检查点原文</h4>
          <pre className="gg-mono json">{data.checkpoint.note}</pre>
          <h4 style={{ margin: '10px 0 4px' }}>验证公钥</h4>
          <pre className="gg-mono json">{data.checkpoint.key}</pre>
          <h4 style={{ margin: '10px 0 4px' }}>条目原文</h4>
          <pre className="gg-mono json">{new TextDecoder().decode(data.bytes)}</pre>
        </>
      ) : null}
    </div>
  );
}
