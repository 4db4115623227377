import type { TimelineStep } from '../../api/types.ts';
import { dateTimeText, shortText } from '../../lib/time.ts';
import { stepLines } from './step-words.ts';
import type { Tone } from './state-tags.tsx';

const tones: Record<string, Tone> = {
  decision: 'accent',
  'passage-answer': 'ask',
  'manual-lift': 'ask',
  correction: 'ask',
  upload: 'admit',
  'upload-accepted': 'admit',
  'upload-rejected': 'deny',
};

/** The life of a passage or visit in the order of time: 识别 → 判定 → 开闸 → 上报 → 更正. */
export function Timeline({ steps }: { steps: TimelineStep[] }) {
  if (steps.length === 0) return <p className="gg-quiet">还没有后续事件。</p>;
  return (
    <ol className="steps" aria-label="时间线">
      {steps.map((step, index) => (
        <li key={`${step.seq ?? 'x'}-${index.toString()}`} className={`tone-${tones[step.kind] ?? 'accent'}`}>
          <time dateTime={step.at} title={dateTimeText(step.at)}>
            {shortText(step.at)}
          </time>
          <span className="step-dot" />
          <div>
            <div>
              {step.title}
              {step.by ? <span className="step-by"> · {step.by}</span> : null}
              {step.seq !== null && step.seq !== undefined ? <span className="reason-code"> #{step.seq}</span> : null}
            </div>
            {stepLines(step.details).map((line, at) => (
              <div key={`${at.toString()} ${line}`} className="step-by">
                {line}
              </div>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
