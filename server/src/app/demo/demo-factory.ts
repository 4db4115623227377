import { demoEntrances } from '../../../simulators/factory-day.ts';
import type { HebeiPlatform } from '../../../simulators/platforms/hebei-low-emission.ts';
import { createFleet, type SimulatedTruck } from '../../../simulators/trucks.ts';
import { type ApiClient, ApiProblem } from './api-client.ts';

export interface DemoLane {
  id: string;
  code: string;
  name: string;
  direction: 'in' | 'out';
  camera: { id: string; adapter: string; pushPath: string };
}

export interface DemoFactory {
  lanes: DemoLane[];
  trucks: SimulatedTruck[];
}

/** Two entrances with a lane each way: three lanes with Vzenith cameras and LED cards, one with a Hikvision camera when `isapi` is given. */
export async function buildDemoFactory(
  api: ApiClient,
  { platform, isapi, trucks = 60 }: { platform: HebeiPlatform; isapi: { baseUrl: string; username: string; password: string } | null; trucks?: number },
): Promise<DemoFactory> {
  const fleet = createFleet({ seed: 7, count: trucks });
  const known = await api.get<{ items: { id: string; code: string; name: string; direction: 'in' | 'out' }[] }>('/lanes');
  if (known.items.length === 0) await furnish(api, platform, isapi, fleet);
  const [lanes, devices] = await Promise.all([
    api.get<{ items: { id: string; code: string; name: string; direction: 'in' | 'out' }[] }>('/lanes'),
    api.get<{ items: { id: string; laneId: string; adapter: string; ingressPath: string }[] }>('/devices'),
  ]);
  return {
    trucks: fleet,
    lanes: lanes.items.flatMap((lane) => {
      const camera = devices.items.find((device) => device.laneId === lane.id && !device.adapter.endsWith('-led'));
      return camera ? [{ ...lane, camera: { id: camera.id, adapter: camera.adapter, pushPath: camera.ingressPath } }] : [];
    }),
  };
}

async function furnish(
  api: ApiClient,
  platform: HebeiPlatform,
  isapi: { baseUrl: string; username: string; password: string } | null,
  fleet: readonly SimulatedTruck[],
): Promise<void> {
  await api.patch('/site', { name: '示例钢铁有限公司', siteCode: '1302000001' });
  for (const entrance of demoEntrances) {
    const { id: entranceId } = await api.post<{ id: string }>('/entrances', { code: entrance.code, name: entrance.name });
    for (const lane of entrance.lanes) {
      const { id: laneId } = await api.post<{ id: string }>('/lanes', { entranceId, ...lane });
      const viaIsapi = isapi !== null && lane.code === 'B2';
      const camera = await api.post<{ id: string }>('/devices', {
        laneId,
        adapter: viaIsapi ? 'hikvision-isapi' : 'vzenith-http',
        name: `${lane.name}相机`,
        settings: viaIsapi ? isapi : { openInput: 0, closedInput: 1 },
      });
      if (!viaIsapi)
        await api.post('/devices', {
          laneId,
          adapter: lane.code === 'A2' ? 'fk-led' : 'kf-led',
          name: `${lane.name}显示屏`,
          settings: { via: camera.id, serialChannel: 0, lines: 4 },
        });
    }
  }
  for (const truck of fleet) if (truck.known) await register(api, truck);
  await api.post('/list-entries', { list: 'black', plateNumber: '冀B99999', reason: '多次冲闯道闸' });
  await api.post('/regulators', {
    protocol: 'hebei-low-emission',
    name: '模拟监管平台（河北一体化）',
    settings: {
      baseUrl: platform.baseUrl,
      tokenPath: platform.tokenPath,
      clientId: platform.clientId,
      clientSecret: platform.clientSecret,
      enterpriseCode: '1302000001',
    },
  });
  // The register above was prepared by the demo itself; what people add from now on needs a second pair of eyes.
  await api.patch('/site', { twoPersonReview: true });
}

async function register(api: ApiClient, truck: SimulatedTruck): Promise<void> {
  const { plateNumber, plateColor, vehicleType, vin, fuelType, emissionStage, registeredOn, fleetName, useNature } = truck;
  try {
    await api.post('/road-vehicles', {
      plateNumber,
      plateColor,
      vehicleType,
      vin,
      fuelType,
      emissionStage,
      registeredOn,
      fleetName,
      useNature,
      brandModel: truck.brand,
    });
  } catch (error) {
    // A folder from an interrupted first run already knows some of them.
    if (!(error instanceof ApiProblem && error.code === 'VEHICLE_EXISTS')) throw error;
  }
}
