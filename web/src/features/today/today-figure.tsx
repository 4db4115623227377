import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Definition } from '../../components/ui/page.tsx';

/** A figure that opens its rows; how it is counted stands behind the sign. */
export function TodayFigure(props: {
  title: string;
  value: ReactNode;
  note?: string | null;
  tone?: 'ask' | 'deny' | null;
  definition: string;
  to: string;
  search: Record<string, string>;
}) {
  return (
    <div className={props.tone ? `panel figure today-${props.tone}` : 'panel figure'}>
      <span className="figure-title">
        {props.title} <Definition text={props.definition} />
      </span>
      <Link className="figure-value" to={props.to as never} search={props.search as never} aria-label={`${props.title}，查看明细`}>
        {props.value}
      </Link>
      {props.note ? (
        <span className="gg-quiet today-note" title={props.note}>
          {props.note}
        </span>
      ) : null}
    </div>
  );
}
