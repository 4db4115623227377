import { ExpandOutlined, SoundOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select, Tooltip } from 'antd';
import { useMemo, useState } from 'react';
import { useLiveState } from '../../api/live.tsx';
import { useMay } from '../../api/session.ts';
import { useLaneStatus } from '../../api/sites.ts';
import type { LaneStatus } from '../../api/types.ts';
import { Clock } from '../../components/ui/clock.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { useUrlValues } from '../../components/ui/url-state.ts';
import { keep, kept } from '../../lib/kept.ts';
import { laneName } from '../../lib/lane-name.ts';
import { LaneColumn } from './lane-column.tsx';
import { type LaneTask, LaneTasks } from './lane-tasks.tsx';
import './live.css';
import { QuestionQueue } from './question-queue.tsx';
import { useQuestionSound } from './question-sound.ts';
import { useLiveLanes, useQuestions } from './use-live-lanes.ts';
import { useUnstored } from './use-unstored.ts';

const mostLanes = 6;

/** The guard's screen: one column per lane, the open questions on the right. */
export default function LivePage() {
  const lanes = useLaneStatus();
  const may = useMay();
  useLiveLanes();
  if (lanes.data && lanes.data.items.length > 0) return <Lanes all={lanes.data.items} />;
  return (
    <Page title="实时通行">
      <QueryView query={lanes}>
        {() => (
          <Empty
            title="还没有通道"
            next={`${may('lanes.configure') ? '' : '请系统管理员'}添加出入口、通道和相机后，车辆一到就会显示在这里。`}
            action={may('lanes.configure') ? <Link to={'/sites' as never}>去添加出入口</Link> : null}
          />
        )}
      </QueryView>
    </Page>
  );
}

function Lanes({ all }: { all: LaneStatus[] }) {
  const [values, set] = useUrlValues();
  const [task, setTask] = useState<LaneTask | null>(null);
  const live = useLiveState();
  const questions = useQuestions();
  const unstored = useUnstored();
  const cache = useQueryClient();
  const ids = useMemo(() => questions.data?.map((question) => question.id), [questions.data]);
  const sound = useQuestionSound(ids);
  const wanted = values.lanes ? values.lanes.split(',') : kept<string[]>('live.lanes', []);
  const chosen = all.filter((lane) => wanted.includes(lane.laneId));
  const shown = (chosen.length > 0 ? chosen : all).slice(0, mostLanes);
  const kiosk = values.kiosk === '1';

  const choose = (next: string[]) => {
    keep('live.lanes', next.slice(0, mostLanes));
    set({ lanes: next.slice(0, mostLanes).join(',') });
  };
  const toggleKiosk = () => {
    set({ kiosk: kiosk ? null : '1' });
    if (kiosk) void document.exitFullscreen?.().catch(() => undefined);
    else void document.documentElement.requestFullscreen?.().catch(() => undefined);
  };

  return (
    <div className={live.state === 'broken' ? 'live live-stale' : 'live'}>
      <header className="live-bar">
        <h1>实时通行</h1>
        <Select
          mode="multiple"
          aria-label="显示的通道"
          placeholder="全部通道"
          size="small"
          maxCount={mostLanes}
          maxTagCount={0}
          maxTagPlaceholder={() => `显示 ${shown.length} 条通道`}
          style={{ width: 160 }}
          popupMatchSelectWidth={220}
          value={chosen.map((lane) => lane.laneId)}
          onChange={choose}
          options={all.map((lane) => ({ value: lane.laneId, label: laneName(lane) }))}
        />
        <span className="live-keys">1–9 选核验 · Enter 放行 · D 拒绝 · E 改车牌 · R 登记 · Esc 离开</span>
        <Tooltip title={sound.muted ? '有新核验时不响铃' : '有新核验时响铃'}>
          <Button
            size="small"
            icon={<SoundOutlined />}
            aria-pressed={sound.muted}
            aria-label={sound.muted ? '打开提示音' : '关闭提示音'}
            onClick={() => sound.setMuted(!sound.muted)}
          >
            {sound.muted ? '已静音' : '提示音'}
          </Button>
        </Tooltip>
        <Button size="small" icon={<ExpandOutlined />} onClick={toggleKiosk}>
          {kiosk ? '退出全屏' : '全屏'}
        </Button>
        {kiosk ? <Clock /> : null}
      </header>
      <div className="live-body">
        <div className="live-lanes" style={{ gridTemplateColumns: `repeat(${shown.length}, minmax(150px, 1fr))` }}>
          {shown.map((lane) => (
            <LaneColumn key={lane.laneId} lane={lane} unstored={unstored[lane.laneId] ?? null} onTask={setTask} />
          ))}
        </div>
        <QuestionQueue questions={questions} lanes={all} busy={task !== null} onTask={setTask} />
      </div>
      <LaneTasks
        task={task}
        onClose={() => setTask(null)}
        onDone={() => {
          void cache.invalidateQueries({ queryKey: ['live'] });
        }}
      />
    </div>
  );
}
