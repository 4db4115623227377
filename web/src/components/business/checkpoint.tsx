import { getText } from '../../api/client.ts';
import { type Checkpoint, parseCheckpoint } from '../../lib/merkle.ts';
import { checkNote, type NoteVerdict, parseVerifierKey } from '../../lib/signed-note.ts';
import { StateTag, type Tone } from './state-tags.tsx';

export interface CheckedCheckpoint {
  note: string;
  parsed: Checkpoint | null;
  signature: NoteVerdict;
  /** The verifier key as the site states it. */
  key: string;
}

/** The newest checkpoint, its signature checked here in the browser against the key of the site. */
export async function readCheckpoint(): Promise<CheckedCheckpoint> {
  const [note, key] = await Promise.all([getText('/ledger/checkpoint'), getText('/ledger/key')]);
  const verifier = await parseVerifierKey(key);
  const parsed = parseCheckpoint(note);
  const ofThisSite = verifier !== null && parsed?.origin === verifier.name;
  return { note, parsed, signature: ofThisSite ? await checkNote(note, verifier) : 'unsigned', key: key.trim() };
}

const words: Record<NoteVerdict, { tone: Tone; word: string; next: string }> = {
  signed: { tone: 'admit', word: '签名有效', next: '公钥由本站给出；与另外保存的公钥比对一致，才是独立的验证。' },
  wrong: { tone: 'deny', word: '签名无效', next: '检查点与签名对不上。请下载检查点留存，立即运行全面校验，并联系技术支持。' },
  unsigned: { tone: 'deny', word: '没有本站的签名', next: '检查点没有用本站公钥签名。请下载检查点留存，立即运行全面校验，并联系技术支持。' },
  unsupported: {
    tone: 'ask',
    word: '签名未验证',
    next: '此浏览器不能验证 Ed25519 签名：只在 https 或本机地址、且版本较新时才能。请换用这样的浏览器，或下载检查点与验证公钥后另行验证。',
  },
};

/** Whether the checkpoint is signed, in a word and what to do about it. */
export function SignatureState({ signature }: { signature: NoteVerdict }) {
  const { tone, word, next } = words[signature];
  return (
    <span style={{ display: 'grid', gap: 3, justifyItems: 'start' }}>
      <StateTag tone={tone}>{word}</StateTag>
      <span className="gg-quiet">{next}</span>
    </span>
  );
}
