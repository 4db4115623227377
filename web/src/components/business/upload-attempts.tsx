import type { UploadAttempt } from '../../api/types.ts';
import type { UploadState } from '../../lib/codes.ts';
import { dateTimeText, durationText } from '../../lib/time.ts';
import { UploadTag } from './state-tags.tsx';

/** Every attempt of an upload with what was sent and what came back, newest first. */
export function UploadAttempts({ attempts }: { attempts: UploadAttempt[] }) {
  if (attempts.length === 0) return <p className="gg-quiet">还没有发送过。</p>;
  return (
    <ol className="reasons" style={{ gap: 10 }}>
      {[...attempts]
        .sort((a, b) => b.number - a.number)
        .map((attempt) => (
          <li key={attempt.number} style={{ display: 'block' }}>
            <div style={{ display: 'flex', gap: 10, flexWrap: 'wrap', alignItems: 'center' }}>
              <span>第 {attempt.number} 次</span>
              <span>{dateTimeText(attempt.startedAt)}</span>
              <UploadTag state={attempt.state as UploadState} />
              {attempt.status === null ? null : <span className="gg-quiet">HTTP {attempt.status}</span>}
              {attempt.finishedAt ? (
                <span className="gg-quiet">用时 {durationText(Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt))}</span>
              ) : null}
            </div>
            {attempt.message ? <div>{attempt.message}</div> : null}
            <details>
              <summary className="gg-quiet">发送与应答原文</summary>
              <pre className="gg-mono json">{plain(attempt.request)}</pre>
              <pre className="gg-mono json">{plain(attempt.reply)}</pre>
            </details>
          </li>
        ))}
    </ol>
  );
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '没有应答';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
