import type { Reason } from '../../api/types.ts';

/** The reasons of a decision in their order; the first one carries the outcome. */
export function ReasonText({ reasons, withCodes = false }: { reasons: Reason[]; withCodes?: boolean }) {
  if (reasons.length === 0) return <span className="gg-quiet">没有反对的规则</span>;
  return (
    <ol className="reasons">
      {reasons.map((reason, index) => (
        <li key={`${reason.code}-${index.toString()}`}>
          <span>{reason.text}</span>
          {withCodes ? <span className="reason-code">{reason.code}</span> : null}
        </li>
      ))}
    </ol>
  );
}
