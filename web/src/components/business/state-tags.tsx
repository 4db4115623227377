import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import {
  type BarrierState,
  barrierStates,
  type EmissionStage,
  emissionStages,
  type Outcome,
  outcomes,
  type ReviewState,
  reviewStates,
  type UploadState,
  uploadStates,
  wordOf,
} from '../../lib/codes.ts';

export type Tone = 'admit' | 'deny' | 'ask' | 'unknown' | 'accent';

const shapes: Record<Tone, ReactNode> = {
  admit: <path d="M4.6 9.6 1 6l1.3-1.3 2.3 2.3 5.1-5.1L11 3.2z" />,
  deny: <path d="M2.4 1 6 4.6 9.6 1 11 2.4 7.4 6 11 9.6 9.6 11 6 7.4 2.4 11 1 9.6 4.6 6 1 2.4z" />,
  ask: <path d="M6 .8 11.6 11H.4zM5.3 4.6v3h1.4v-3zm0 3.8v1.3h1.4V8.4z" fillRule="evenodd" />,
  unknown: <path d="M1 5h10v2H1z" />,
  accent: <circle cx="6" cy="6" r="4" />,
};

/** A state as a word, a shape and a colour; the same tones everywhere. */
export function StateTag({ tone, children, title }: { tone: Tone; children: ReactNode; title?: ReactNode }) {
  const tag = (
    <span className={`state-tag tone-${tone}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shapes[tone]}
      </svg>
      <span>{children}</span>
    </span>
  );
  return title ? <Tooltip title={title}>{tag}</Tooltip> : tag;
}

export function OutcomeTag({ outcome, title }: { outcome: Outcome; title?: ReactNode }) {
  return (
    <StateTag tone={outcome} title={title}>
      {outcomes[outcome]}
    </StateTag>
  );
}

const barrierTones: Record<BarrierState, Tone> = {
  none: 'unknown',
  requested: 'accent',
  accepted: 'accent',
  confirmed: 'admit',
  unconfirmed: 'ask',
  expired: 'deny',
  local: 'ask',
};
/** An accepted command is not an opened arm: only 已确认开到位 is green. */
export function BarrierTag({ state }: { state: BarrierState }) {
  return <StateTag tone={barrierTones[state] ?? 'unknown'}>{wordOf(barrierStates, state)}</StateTag>;
}

const uploadTones: Record<UploadState, Tone> = {
  waiting: 'accent',
  sending: 'accent',
  accepted: 'admit',
  rejected: 'deny',
  retry: 'ask',
  unknown: 'ask',
};
export function UploadTag({ state, title }: { state: UploadState; title?: ReactNode }) {
  return (
    <StateTag tone={uploadTones[state] ?? 'unknown'} title={title}>
      {wordOf(uploadStates, state)}
    </StateTag>
  );
}

const reviewTones: Record<ReviewState, Tone> = { pending: 'ask', approved: 'admit', rejected: 'deny' };
export function ReviewTag({ state }: { state: ReviewState }) {
  return <StateTag tone={reviewTones[state] ?? 'unknown'}>{wordOf(reviewStates, state)}</StateTag>;
}

/** The stage as a compact tag. `evidence`: 已核 is reviewed, 待核 waits for review, 无证据 stands on nothing. */
export function StageTag(props: {
  stage: EmissionStage | null | undefined;
  substage?: 'a' | 'b' | null;
  reviewState?: ReviewState | null;
  hasEvidence?: boolean;
}) {
  const stage = props.stage ?? 'unknown';
  const known = stage !== 'unknown' && stage !== 'none';
  const evidence = !known ? null : props.reviewState === undefined ? null : evidenceWord(props.reviewState, props.hasEvidence);
  const tone: Tone = stage === 'electric' ? 'admit' : known ? 'accent' : 'unknown';
  return (
    <span className={`state-tag tone-${tone}`}>
      <span>
        {wordOf(emissionStages, stage)}
        {props.substage ?? ''}
      </span>
      {evidence ? <span className="stage-evidence">{evidence}</span> : null}
    </span>
  );
}

function evidenceWord(reviewState: ReviewState | null, hasEvidence: boolean | undefined): string {
  if (hasEvidence === false) return '无证据';
  if (reviewState === 'approved') return '已核';
  if (reviewState === 'rejected') return '已退回';
  return '待核';
}
