import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tree } from 'antd';
import { useState } from 'react';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import { entrancesKey, lanesKey, useEntrances, useLanes } from '../../api/sites.ts';
import type { Device, Entrance, Lane, Page as PageOf } from '../../api/types.ts';
import { Page, Panel } from '../../components/ui/page.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { useUrlValues } from '../../components/ui/url-state.ts';
import { directions } from '../../lib/codes.ts';
import { DeviceAdd } from './device-add.tsx';
import { DevicePanel } from './device-panel.tsx';
import { DeviceState } from './device-state.tsx';
import { EntranceDialog } from './entrance-dialog.tsx';
import { EntrancePanel } from './entrance-panel.tsx';
import { LanePanel } from './lane-panel.tsx';
import { SiteSettingsPanel } from './site-settings-panel.tsx';
import './sites.css';

/** Entrances, their lanes and the devices on each, as one tree; what is chosen is set up on the right. */
export default function SitesPage() {
  const [values, set] = useUrlValues();
  const may = useMay();
  const cache = useQueryClient();
  const entrances = useEntrances();
  const lanes = useLanes();
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: () => get<PageOf<Device>>('/devices', { limit: 500 }),
    refetchInterval: 15_000,
    enabled: may('devices.read'),
  });
  const [adding, setAdding] = useState(false);
  // What somebody closed stays closed; what is added is seen.
  const [shut, setShut] = useState<string[]>([]);
  const reload = () => {
    for (const queryKey of [entrancesKey, lanesKey, ['devices'], ['live']]) void cache.invalidateQueries({ queryKey });
  };
  const node = values.node ?? '';
  const [kind, id] = [node.slice(0, node.indexOf(':')), node.slice(node.indexOf(':') + 1)];
  const all = { entrances: entrances.data?.items ?? [], lanes: lanes.data?.items ?? [], devices: devices.data?.items ?? [] };
  const add = may('lanes.configure') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      添加出入口
    </Button>
  ) : null;
  const branches = [...all.entrances.map((item) => `entrance:${item.id}`), ...all.lanes.map((item) => `lane:${item.id}`)];
  const choose = (next: string | null) => set({ node: next });
  const entrance = kind === 'entrance' ? all.entrances.find((item) => item.id === id) : undefined;
  const lane = kind === 'lane' ? all.lanes.find((item) => item.id === id) : undefined;
  const device = kind === 'device' ? all.devices.find((item) => item.id === id) : undefined;
  const addTo = kind === 'add-device' ? all.lanes.find((item) => item.id === id) : undefined;

  return (
    <Page title="出入口与设备" scroll actions={add}>
      <QueryView query={entrances}>
        {() => (
          <div className="sites">
            <Panel title="结构">
              {all.entrances.length === 0 ? (
                <Empty title="还没有出入口" next="先添加出入口，再在其中添加通道和相机。" action={add} />
              ) : (
                <Tree
                  blockNode
                  expandedKeys={branches.filter((key) => !shut.includes(key))}
                  onExpand={(open) => setShut(branches.filter((key) => !open.includes(key)))}
                  selectedKeys={[node]}
                  treeData={treeOf(all)}
                  onSelect={(keys) => choose(keys[0] === undefined ? null : String(keys[0]))}
                />
              )}
              <Button type="link" size="small" onClick={() => choose('site:settings')}>
                站点设置
              </Button>
            </Panel>
            <div>
              {entrance ? <EntrancePanel key={entrance.id} entrance={entrance} onChoose={choose} onChanged={reload} /> : null}
              {lane ? <LanePanel key={lane.id} lane={lane} entrances={all.entrances} onChoose={choose} onChanged={reload} /> : null}
              {device ? <DevicePanel key={device.id} device={device} lanes={all.lanes} cameras={all.devices} onChoose={choose} onChanged={reload} /> : null}
              {addTo ? <DeviceAdd key={addTo.id} lane={addTo} devices={all.devices} onChoose={choose} onChanged={reload} /> : null}
              {kind === 'site' ? <SiteSettingsPanel /> : null}
              {!entrance && !lane && !device && !addTo && kind !== 'site' ? (
                <Panel>
                  {all.entrances.length === 0 ? (
                    <FirstSteps />
                  ) : (
                    <Empty
                      title="选择左侧的出入口、通道或设备"
                      next={may('devices.configure') ? '可查看状态、修改设置、复制相机的推送地址并做联调测试。' : '可查看设置与状态；修改请找系统管理员。'}
                    />
                  )}
                </Panel>
              ) : null}
            </div>
          </div>
        )}
      </QueryView>
      {adding ? (
        <EntranceDialog
          onClose={() => setAdding(false)}
          onDone={(entranceId) => {
            reload();
            choose(`entrance:${entranceId}`);
          }}
        />
      ) : null}
    </Page>
  );
}

function FirstSteps() {
  return (
    <>
      <h3 className="section-title">接好第一条通道</h3>
      <ol className="first-steps">
        <li>添加出入口，编号按监管平台分配的填写。</li>
        <li>在出入口里添加通道，选好进出方向。</li>
        <li>在通道里添加相机，把推送地址填到相机的设置里。</li>
        <li>点“联调测试”，看到“收到设备推送”就接好了。</li>
        <li>有显示屏时，在同一通道添加显示屏，选择它经由的相机。</li>
      </ol>
    </>
  );
}

function treeOf({ entrances, lanes, devices }: { entrances: Entrance[]; lanes: Lane[]; devices: Device[] }) {
  return entrances.map((entrance) => ({
    key: `entrance:${entrance.id}`,
    title: `${entrance.code} ${entrance.name}`,
    children: lanes
      .filter((lane) => lane.entranceId === entrance.id)
      .map((lane) => ({
        key: `lane:${lane.id}`,
        title: `${lane.code} ${lane.name}（${directions[lane.direction]}）`,
        children: devices
          .filter((device) => device.laneId === lane.id)
          .map((device) => ({
            key: `device:${device.id}`,
            isLeaf: true,
            title: (
              <span className="device-node">
                {device.name}
                <DeviceState device={device} />
              </span>
            ),
          })),
      })),
  }));
}
