/** What the firmware takes out of a reply body, in the order in which it acts. */
export type VzenithCommands = {
  /** A `Response_AlarmInfoPlate` object is there; some models call the push failed without it. */
  understood: boolean;
  opensRelay: number | null;
  stopsResending: boolean;
  ioctrl: Array<{ io: number; value: number; delay: number }>;
  serial: Array<{ channel: number; bytes: Buffer }>;
  speech: string[];
  continueAfter: number | null;
  whitelist: Array<{ plate: string; enable: boolean; remove: boolean }>;
  snapshotUrl: string | null;
  manualTrigger: boolean;
  /** What a real camera would drop without a word. */
  violations: string[];
};

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** Reads a reply as the firmware does: before it looks at the status, and searching even a broken body for `info:"ok"`. */
export function readReply(body: Buffer): VzenithCommands {
  const text = body.toString('utf8');
  const commands: VzenithCommands = {
    understood: false,
    opensRelay: null,
    stopsResending: false,
    ioctrl: [],
    serial: [],
    speech: [],
    continueAfter: null,
    whitelist: [],
    snapshotUrl: null,
    manualTrigger: false,
    violations: [],
  };
  const root = parse(text);
  const plateReply = isObject(root) ? root.Response_AlarmInfoPlate : undefined;
  const serialReply = isObject(root) ? root.Response_SerialData : undefined;
  if (/"info"\s*:\s*"ok"/.test(text)) commands.opensRelay = 0;
  if (isObject(serialReply)) readSerial(serialReply, commands);
  if (!isObject(plateReply)) return commands;
  commands.understood = true;
  if (commands.opensRelay !== null && typeof plateReply.channelNum === 'number') commands.opensRelay = plateReply.channelNum;
  if (plateReply.info !== undefined && typeof plateReply.info !== 'string') commands.violations.push('info is no string');
  commands.stopsResending = plateReply.content === 'retransfer_stop';
  commands.manualTrigger = plateReply.manualTrigger === 'ok';
  readSerial(plateReply, commands);
  readIoctrl(plateReply, commands);
  readOthers(plateReply, commands);
  return commands;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readSerial(reply: Json, commands: VzenithCommands): void {
  for (const entry of list(reply.serialData)) {
    if (!isObject(entry)) {
      commands.violations.push('serialData holds no object');
      continue;
    }
    const { serialChannel, data, dataLen } = entry;
    if (serialChannel !== 0 && serialChannel !== 1) commands.violations.push('serialChannel is neither 0 nor 1');
    else if (typeof data !== 'string' || Buffer.from(data, 'base64').toString('base64') !== data)
      commands.violations.push('serialData.data is no strict base64');
    else if (dataLen !== Buffer.from(data, 'base64').length) commands.violations.push('serialData.dataLen is not the decoded length');
    else commands.serial.push({ channel: serialChannel, bytes: Buffer.from(data, 'base64') });
  }
}

function readIoctrl(reply: Json, commands: VzenithCommands): void {
  for (const entry of list(reply.ivs_ioctrl)) {
    const { io, value, delay = 500 } = isObject(entry) ? entry : {};
    const whole = (n: unknown, high: number): n is number => Number.isInteger(n) && Number(n) >= 0 && Number(n) <= high;
    if (whole(io, 3) && whole(value, 2) && whole(delay, 600_000)) commands.ioctrl.push({ io, value, delay });
    else commands.violations.push('ivs_ioctrl is out of range');
  }
}

function readOthers(reply: Json, commands: VzenithCommands): void {
  const next = reply.ContinuePushOffline;
  if (isObject(next)) {
    if (typeof next.plateid !== 'number') commands.violations.push('ContinuePushOffline.plateid is no number');
    else if (next.continue === 1) commands.continueAfter = next.plateid;
  }
  const voice = reply.playserver_json_request;
  if (isObject(voice) && voice.type === 'ps_voice_play' && typeof voice.voice === 'string')
    commands.speech.push(Buffer.from(voice.voice, 'base64').toString('utf8'));
  const trigger = reply.TriggerImage;
  if (isObject(trigger)) commands.snapshotUrl = String(trigger.snapImageAbsolutelyUrl ?? trigger.snapImageRelativeUrl ?? '') || null;
  const operate = reply.white_list_operate;
  if (!isObject(operate)) return;
  for (const row of list(operate.white_list_data)) {
    if (isObject(row) && typeof row.plate === 'string') {
      commands.whitelist.push({
        plate: row.plate,
        enable: Number(row.enable ?? 1) === 1,
        remove: operate.operate_type === 1 || operate.operate_type === 'delete',
      });
    } else commands.violations.push('white_list_data without plate');
  }
}
