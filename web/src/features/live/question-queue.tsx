import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { LaneStatus, NearPlate, Passage, PassageDetail } from '../../api/types.ts';
import { Photos } from '../../components/business/photos.tsx';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { ReasonText } from '../../components/business/reason-text.tsx';
import { useNow } from '../../components/ui/clock.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { laneName as nameOfLane } from '../../lib/lane-name.ts';
import { clockText, durationText } from '../../lib/time.ts';
import type { LaneTask } from './lane-tasks.tsx';
import './queue.css';

type Questions = { data: Passage[] | undefined; error: unknown; isPending: boolean; refetch(): unknown };

/**
 * The questions that wait for the guard, oldest first and large; those whose truck may be gone come last. Keys: 1–9 choose, Enter or A admit, D deny, E plate,
 * R register, Esc leaves. A key alone never moves a barrier: the dialog asks for the reason.
 */
export function QuestionQueue(props: { questions: Questions; lanes: LaneStatus[]; busy: boolean; onTask(task: LaneTask): void }) {
  return (
    <aside className="queue" aria-label="待核验">
      <QueryView query={props.questions}>{(items) => <Queue {...props} items={items} />}</QueryView>
    </aside>
  );
}

/** The server opens a barrier for an answer within this time only: later the truck may be gone, ms. */
const freshMs = 5 * 60_000;

function Queue({ items: open, lanes, busy, onTask }: { items: Passage[]; lanes: LaneStatus[]; busy: boolean; onTask(task: LaneTask): void }) {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const now = useNow();
  const ageOf = (passage: Passage) => now - Date.parse(passage.receivedAt);
  const fresh = open.filter((item) => ageOf(item) < freshMs);
  const stale = open.filter((item) => ageOf(item) >= freshMs);
  const items = [...fresh, ...stale];
  const selected = items.find((item) => item.id === selectedId) ?? items[0];
  const laneName = (passage: Passage) => {
    const lane = lanes.find((item) =>
      passage.laneId ? item.laneId === passage.laneId : item.code === passage.laneCode && item.entranceCode === passage.entranceCode,
    );
    return lane ? nameOfLane(lane) : `${passage.entranceCode} ${passage.laneCode}`;
  };

  const may = useMay();
  useQueueKeys({
    items,
    selected,
    busy,
    select: setSelectedId,
    task: (kind) => selected && may(neededRight[kind]) && onTask(taskOf(kind, selected, laneName(selected))),
  });

  if (!selected) {
    return (
      <>
        <h2 className="queue-title">待核验 0</h2>
        <Empty title="没有待核验的车辆" next="未登记、识别不清或需要人工判断的车辆会排在这里，最早的在最上面。" />
      </>
    );
  }
  return (
    <>
      <h2 className="queue-title">
        待核验 {fresh.length}
        {stale.length > 0 ? <span className="gg-quiet">，另有 {stale.length} 辆超过 5 分钟</span> : null}
      </h2>
      <QuestionCard passage={selected} laneName={laneName(selected)} age={ageOf(selected)} onTask={onTask} />
      <div className="queue-list">
        <QueueRows rows={fresh} first={0} selected={selected} laneName={laneName} ageOf={ageOf} onSelect={setSelectedId} />
        {stale.length > 0 ? <p className="queue-stale">以下已超过 5 分钟，答复只补记录，不再开闸</p> : null}
        <QueueRows rows={stale} first={fresh.length} selected={selected} laneName={laneName} ageOf={ageOf} onSelect={setSelectedId} />
      </div>
    </>
  );
}

function QueueRows(props: {
  rows: Passage[];
  first: number;
  selected: Passage;
  laneName(passage: Passage): string;
  ageOf(passage: Passage): number;
  onSelect(id: string): void;
}) {
  return (
    <ol start={props.first + 1}>
      {props.rows.map((item, index) => {
        const number = props.first + index + 1;
        return (
          <li key={item.id}>
            <button
              type="button"
              aria-current={item.id === props.selected.id}
              aria-label={`核验 ${number} ${item.plateNumber ?? '无号牌'}`}
              onClick={() => props.onSelect(item.id)}
            >
              <span className="reason-key">{number < 10 ? number : ''}</span>
              <span className="queue-plate">{item.plateNumber ?? '无号牌'}</span>
              <span className="gg-quiet" title={props.laneName(item)}>
                {props.laneName(item)}
              </span>
              <span className="queue-age">{durationText(props.ageOf(item))}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** A key does no more than the button it stands for. */
const neededRight = { admit: 'passages.answer', deny: 'passages.answer', plate: 'passages.correct', register: 'vehicles.write' } as const;

function taskOf(kind: 'admit' | 'deny' | 'plate' | 'register', passage: Passage, laneName: string): LaneTask {
  if (kind === 'plate') return { kind, passage, suggested: null };
  if (kind === 'register') return { kind, passage };
  return { kind, passage, laneName };
}

function QuestionCard({ passage, laneName, age, onTask }: { passage: Passage; laneName: string; age: number; onTask(task: LaneTask): void }) {
  const may = useMay();
  const detail = useQuery({
    queryKey: ['live', 'near', passage.id],
    queryFn: () => get<PassageDetail>(`/passages/${passage.id}`, { near: 1 }),
    staleTime: 60_000,
  });
  const near = (detail.data?.nearPlates ?? []) as NearPlate[];
  return (
    <article className="question" aria-label={`核验 ${passage.plateNumber ?? '无号牌'}`}>
      <div className="question-head">
        <span>{laneName}</span>
        <time>{clockText(passage.receivedAt)}</time>
        <strong className={age > 60_000 ? 'question-age question-age-long' : 'question-age'}>{durationText(age)}</strong>
      </div>
      {passage.plateNumber === null ? <Photos photos={passage.snapshots.filter((item) => item.kind !== 'plate')} size={150} /> : null}
      <PlateTag
        size="large"
        plateNumber={passage.plateNumber}
        plateColor={passage.plateColor}
        confidence={passage.confidence}
        noPlateReason={passage.noPlateReason ?? null}
      />
      <ReasonText reasons={passage.reasons} />
      {passage.plateNumber === null ? null : <Photos photos={passage.snapshots} size={64} />}
      {near.length > 0 && passage.vehicle === null ? (
        <div className="question-near">
          <span className="gg-quiet">相近的已登记号牌</span>
          {near.slice(0, 4).map((plate) => (
            <Button
              key={`${plate.plateNumber}${plate.plateColor}`}
              title={`与识别结果差 ${plate.distance} 位，点击改为此号牌`}
              size="small"
              onClick={() => onTask({ kind: 'plate', passage, suggested: plate })}
            >
              {plate.plateNumber}
            </Button>
          ))}
        </div>
      ) : null}
      <div className="question-actions">
        <Button type="primary" disabled={!may('passages.answer')} onClick={() => onTask({ kind: 'admit', passage, laneName })}>
          放行
        </Button>
        <Button danger disabled={!may('passages.answer')} onClick={() => onTask({ kind: 'deny', passage, laneName })}>
          拒绝
        </Button>
        <Button disabled={!may('passages.correct')} onClick={() => onTask({ kind: 'plate', passage, suggested: null })}>
          改车牌
        </Button>
        <Button disabled={!passage.plateNumber || passage.vehicle !== null || !may('vehicles.write')} onClick={() => onTask({ kind: 'register', passage })}>
          登记车辆
        </Button>
      </div>
    </article>
  );
}

function useQueueKeys(parts: {
  items: Passage[];
  selected: Passage | undefined;
  busy: boolean;
  select(id: string | null): void;
  task(kind: 'admit' | 'deny' | 'plate' | 'register'): void;
}): void {
  const latest = useRef(parts);
  latest.current = parts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { items, selected, busy, select, task } = latest.current;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (busy || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return;
      if (target && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
      const key = event.key.toLowerCase();
      if (/^[1-9]$/.test(key)) select(items[Number(key) - 1]?.id ?? null);
      else if (key === 'escape') select(null);
      else if (!selected) return;
      else if (key === 'a' || (key === 'enter' && target?.tagName !== 'BUTTON' && target?.tagName !== 'A')) task('admit');
      else if (key === 'd') task('deny');
      else if (key === 'e') task('plate');
      else if (key === 'r' && selected.plateNumber && !selected.vehicle) task('register');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
