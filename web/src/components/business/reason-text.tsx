import type { Reason } from '../../api/types.ts';

/** The reasons of a decision in their order; the first one carries the outcome. */
export function ReasonText({ reasons }: { reasons: Reason[] }) {
  if (reasons.length === 0) return <span className="gg-quiet">没有反对的规则</span>;
  return (
    <ol className="reasons">
      {reasons.map((reason, index) => (
        <li key={`${reason.code}-${index.toString()}`} title={reason.code}>
          {reason.text}
        </li>
      ))}
    </ol>
  );
}
