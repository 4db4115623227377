import { createBarrier } from '../../../simulators/barrier.ts';
import { startHikvisionCamera } from '../../../simulators/cameras/hikvision.ts';
import { createVzenithCamera } from '../../../simulators/cameras/vzenith.ts';
import type { DisplayCard } from '../../../simulators/displays/card.ts';
import { createFkDisplay } from '../../../simulators/displays/fk.ts';
import { createKfDisplay } from '../../../simulators/displays/kf.ts';
import { makePicture, makeReadPictures } from '../../../simulators/pictures.ts';
import type { DemoLane } from './demo-factory.ts';

export interface DemoVehicle {
  plate: string | null;
  color: string;
  confidence?: number;
}

/** One simulated camera of either family, as the demo drives it. */
export interface DemoCamera {
  lane: DemoLane;
  display: DisplayCard | null;
  pass(vehicle: DemoVehicle): Promise<{ opened: boolean; status: number | null }>;
  resendLast(): Promise<unknown>;
  openings(): number;
  setNetwork(up: boolean): void;
  stop(): void;
}

/** The account of the simulated Hikvision camera; it lives and ends with the demo. */
export const isapiAccount = { username: 'admin', password: 'simulated-only' };

/** Puts a camera, an arm with end switches and a display on each lane. */
export async function startDemoCameras(baseUrl: string, lanes: readonly DemoLane[], isapiPort: number): Promise<Map<string, DemoCamera>> {
  const cameras = new Map<string, DemoCamera>();
  for (const [index, lane] of lanes.entries()) {
    const pushUrl = baseUrl + lane.camera.pushPath;
    cameras.set(lane.code, lane.camera.adapter === 'hikvision-isapi' ? await hikvision(lane, pushUrl, isapiPort) : vzenith(lane, pushUrl, index));
  }
  return cameras;
}

function vzenith(lane: DemoLane, pushUrl: string, index: number): DemoCamera {
  const display = lane.code === 'A2' ? createFkDisplay() : createKfDisplay();
  const barrier = createBarrier({ name: lane.name, travelMs: 1500, passMs: 1500, wiring: { openEnd: 0, closedEnd: 1 } });
  const camera = createVzenithCamera({
    serial: `5a5a000${index}-0000000${index}`,
    name: lane.name,
    pushUrl,
    model: index % 2 === 0 ? 'needs-response-object' : 'bare-200-ok',
    comet: true,
    cometRetryMs: 300,
    barrier,
    display,
    offlineRetryMs: 500,
    snapshot: () => makePicture({ plate: '', color: 'blue', kind: 'full', mark: String(Date.now()) }),
  });
  camera.startComet();
  camera.startHeartbeat(5_000);
  return {
    lane,
    display,
    pass: ({ plate, color, confidence }) =>
      camera.passVehicle({ plate, color, confidence: confidence ?? 96, images: makeReadPictures({ plate: plate ?? '', color, mark: String(Date.now()) }) }),
    resendLast: () => camera.resendLast(),
    openings: () => camera.openings.length,
    setNetwork: (up) => camera.setNetwork(up),
    stop: () => camera.stop(),
  };
}

async function hikvision(lane: DemoLane, pushUrl: string, port: number): Promise<DemoCamera> {
  const barrier = createBarrier({ name: lane.name, travelMs: 1500, passMs: 1500, wiring: { openEnd: 0, closedEnd: 1 } });
  const camera = await startHikvisionCamera({ pushUrl, barrier, isapi: { host: '127.0.0.1', port, ...isapiAccount } });
  return {
    lane,
    display: null,
    async pass({ plate, color, confidence }) {
      const images = makeReadPictures({ plate: plate ?? '', color, mark: String(Date.now()) });
      const { opened, status } = await camera.passVehicle({ plate, color, confidence: confidence ?? 96, images, waitOpenMs: 3_500 });
      return { opened, status };
    },
    resendLast: () => camera.resendLast(),
    openings: () => camera.openings.length,
    setNetwork: (up) => camera.setNetwork(up),
    stop: () => void camera.stop(),
  };
}
