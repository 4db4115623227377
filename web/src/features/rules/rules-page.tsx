import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { get, post } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { Page as PageOf, RuleSet } from '../../api/types.ts';
import { StateTag, type Tone } from '../../components/business/state-tags.tsx';
import { Page, Panel } from '../../components/ui/page.tsx';
import { Empty, faultOf, QueryView } from '../../components/ui/states.tsx';
import { useUrlValues } from '../../components/ui/url-state.ts';
import { actorText } from '../../lib/actor.ts';
import { dateTimeText } from '../../lib/time.ts';
import { RuleCompare } from './rule-compare.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { PublishButton } from './rule-publish.tsx';
import { RuleTry } from './rule-try.tsx';
import { RuleWords, versionWord } from './rule-words.tsx';
import './rules.css';

const states: Record<RuleSet['state'], { tone: Tone; word: string }> = {
  draft: { tone: 'ask', word: '草稿' },
  published: { tone: 'admit', word: '现行' },
  superseded: { tone: 'unknown', word: '已替换' },
};

/** The base rules as versioned packs: what is in force in words, drafts, comparison, and a plate to try them on. */
export default function RulesPage() {
  const [values, set] = useUrlValues();
  const may = useMay();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState(false);
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => get<PageOf<RuleSet>>('/rule-sets', { limit: 100 }) });
  const current = rules.data?.items.find((item) => item.state === 'published');
  const selected = rules.data?.items.find((item) => item.id === values.id) ?? current ?? rules.data?.items[0];
  const reload = () => cache.invalidateQueries({ queryKey: ['rules'] });

  const startDraft = async () => {
    if (!selected) return;
    const { title, source, stageLimits, requireReview, checkValidity, admitPassengerVehicles } = selected;
    try {
      const draft = await post<RuleSet>('/rule-sets', { title, source, stageLimits, requireReview, checkValidity, admitPassengerVehicles });
      await reload();
      set({ id: draft.id });
      setEditing(true);
    } catch (fault) {
      void message.error(`${faultOf(fault).message}（${faultOf(fault).code}）`);
    }
  };

  return (
    <Page
      title="管控规则"
      scroll
      note={current ? `现行第 ${current.version} 版，${dateTimeText(current.publishedAt)} 由 ${actorText(current.publishedBy)} 发布` : undefined}
      actions={
        may('rules.publish') && selected && selected.state !== 'draft' ? (
          <Button type="primary" onClick={() => void startDraft()}>
            以{versionWord(selected)}起草新版
          </Button>
        ) : null
      }
    >
      <QueryView query={rules}>
        {(page) =>
          !selected ? (
            <Empty title="还没有规则" next="完成首次设置后，会按所选排放阶段限制生成第一版规则。" />
          ) : (
            <div style={{ display: 'grid', gridTemplateColumns: '250px minmax(0, 1fr)', gap: 12, alignItems: 'start' }}>
              <Panel title="版本">
                <ol className="rule-versions" aria-label="规则版本">
                  {page.items.map((item) => (
                    <li key={item.id}>
                      <button
                        type="button"
                        aria-current={item.id === selected.id}
                        onClick={() => {
                          setEditing(false);
                          set({ id: item.id });
                        }}
                      >
                        <span style={{ display: 'flex', gap: 8 }}>
                          {item.state === 'draft' ? null : <strong>{versionWord(item)}</strong>}
                          <StateTag tone={states[item.state].tone}>{states[item.state].word}</StateTag>
                        </span>
                        <span>{item.title}</span>
                        <span className="gg-quiet">{dateTimeText(item.publishedAt ?? item.createdAt)}</span>
                      </button>
                    </li>
                  ))}
                </ol>
              </Panel>
              <div style={{ display: 'grid', gap: 12 }}>
                {editing && selected.state === 'draft' ? (
                  <RuleEditor
                    key={selected.id}
                    draft={selected}
                    onClose={() => setEditing(false)}
                    onDone={() => {
                      void reload();
                      void cache.invalidateQueries({ queryKey: ['rule-compare'] });
                    }}
                  />
                ) : (
                  <RuleWords
                    rules={selected}
                    actions={
                      selected.state === 'draft' && may('rules.publish') ? (
                        <>
                          <Button size="small" onClick={() => setEditing(true)}>
                            修改草稿
                          </Button>
                          <PublishButton draft={selected} onDone={() => void reload()} />
                        </>
                      ) : null
                    }
                  />
                )}
                {current && selected.id !== current.id ? <RuleCompare rules={selected} current={current} /> : null}
                <RuleTry rules={selected} />
              </div>
            </div>
          )
        }
      </QueryView>
    </Page>
  );
}
