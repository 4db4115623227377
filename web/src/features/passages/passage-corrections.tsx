import type { Corrected, Correction } from '../../api/types.ts';
import { Empty } from '../../components/ui/states.tsx';
import { plateColors, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

const titles: Record<keyof Corrected, string> = { plateNumber: '车牌号码', plateColor: '号牌颜色', cargoName: '货物名称', cargoTonnes: '运输量（吨）' };

function show(name: keyof Corrected, values: Corrected): string {
  const value = values[name];
  if (value === null || value === undefined || value === '') return '无';
  if (name === 'plateColor') return wordOf(plateColors, String(value));
  if (name === 'cargoTonnes') return tonnesText(value);
  return String(value);
}

export function PassageCorrections({ corrections }: { corrections: Correction[] }) {
  if (corrections.length === 0) return <Empty title="没有更正" next="发现车牌、货物或运输量不对时，用右上角的“更正”提交；原记录不会被覆盖。" />;
  return (
    <div>
      {corrections.map((correction) => (
        <section key={correction.seq} className="section">
          <div style={{ marginBottom: 6 }}>
            {dateTimeText(correction.at)} · {correction.by} <span className="reason-code">#{correction.seq}</span>
          </div>
          <div className="before-after">
            <span className="head">字段</span>
            <span className="head">更正前</span>
            <span className="head">更正后</span>
            {(Object.keys(titles) as (keyof Corrected)[])
              .filter((name) => name in correction.after)
              .map((name) => [
                <span key={`${name}-t`}>{titles[name]}</span>,
                <del key={`${name}-b`}>{show(name, correction.before)}</del>,
                <ins key={`${name}-a`}>{show(name, correction.after)}</ins>,
              ])}
          </div>
          <p className="gg-quiet" style={{ margin: '6px 0 0' }}>
            原因：{correction.reason}
            {correction.evidence ? `；依据：${correction.evidence}` : ''}
          </p>
        </section>
      ))}
    </div>
  );
}
