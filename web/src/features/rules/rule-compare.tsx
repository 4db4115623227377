import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { RuleChange, RuleSet, StageLimit } from '../../api/types.ts';
import { Panel } from '../../components/ui/page.tsx';
import { QueryView } from '../../components/ui/states.tsx';
import { directions, emissionStages, fuelTypes, wordOf } from '../../lib/codes.ts';
import { classWord, limitSentence, versionWord } from './rule-words.tsx';

/** What differs from the version in force. */
export function RuleCompare({ rules, current }: { rules: RuleSet; current: RuleSet }) {
  const compare = useQuery({
    queryKey: ['rule-compare', rules.id, current.id],
    queryFn: () => get<{ changes: RuleChange[] }>(`/rule-sets/${rules.id}/compare`, { with: current.id }),
  });
  return (
    <Panel title={`与现行第 ${current.version} 版比较`}>
      <QueryView query={compare}>
        {({ changes }) =>
          changes.length === 0 ? (
            <p className="gg-quiet">内容相同。</p>
          ) : (
            <div className="before-after">
              <span className="head">项目</span>
              <span className="head">现行第 {current.version} 版</span>
              <span className="head">{versionWord(rules)}</span>
              {changes.map((change) => [
                <span key={`${change.path}-t`}>{change.title}</span>,
                <del key={`${change.path}-b`}>{show(change.path, change.before)}</del>,
                <ins key={`${change.path}-a`}>{show(change.path, change.after)}</ins>,
              ])}
            </div>
          )
        }
      </QueryView>
    </Panel>
  );
}

function show(path: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '无';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (path.endsWith('.maxBarredStage')) return `${wordOf(emissionStages, String(value))}及以下`;
  if (path.endsWith('.direction')) return wordOf(directions, String(value));
  if (Array.isArray(value)) return value.map((item) => (path.endsWith('.fuelTypes') ? wordOf(fuelTypes, String(item)) : classWord(String(item)))).join('、');
  if (typeof value === 'object' && 'maxBarredStage' in value) return limitSentence(value as StageLimit);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
