import type { PlateColor } from '../codes.ts';
import { provinceCharacters } from './provinces.ts';

/** Kinds of plates with the words people read. */
export const plateKinds = {
  civil: '普通号牌',
  'new-energy-small': '小型新能源号牌',
  'new-energy-large': '大型新能源号牌',
  trailer: '挂车号牌',
  coach: '教练车号牌',
  police: '警车号牌',
  'fire-rescue': '应急救援号牌',
  'armed-police': '武警号牌',
  military: '军车号牌',
  'hk-macao': '港澳入出境号牌',
  embassy: '使馆号牌',
  consulate: '领馆号牌',
  airport: '民航号牌',
  tractor: '拖拉机号牌',
  temporary: '临时号牌',
  unrecognised: '未识别的号牌',
} as const;
export type PlateKind = keyof typeof plateKinds;

export interface PlateClass {
  kind: PlateKind;
  /** Police, fire and rescue, armed police, military: never barred by stage, and not registered at a factory. */
  emergency: boolean;
  /** Whether the colour is one such plates have; null when the colour is unknown, not given, or the kind has no fixed one. */
  colorFits: boolean | null;
}

const P = `[${provinceCharacters}]`;
/** Letters without I and O, alone and with digits. */
const L = '[A-HJ-NP-Z]';
const X = '[A-HJ-NP-Z0-9]';
/** GA 36-2018: D A B C E battery, F G H J K plug-in. It says nothing certain about the engine, so no fuel is read from it. */
const N = '[A-HJK]';

interface Grammar {
  kind: PlateKind;
  shape: RegExp;
  colors: readonly PlateColor[];
}

/** Tried from the top; the shapes exclude each other but for 粤Z…港, which is spelled before the general ones. */
const grammars: readonly Grammar[] = [
  { kind: 'hk-macao', shape: new RegExp(`^粤Z${X}{4}[港澳]$`), colors: ['black'] },
  { kind: 'police', shape: new RegExp(`^${P}${L}${X}{4}警$`), colors: ['white'] },
  { kind: 'fire-rescue', shape: new RegExp(`^${P}[XS]${X}{4}应急$`), colors: ['white'] },
  { kind: 'armed-police', shape: new RegExp(`^WJ${P}?\\d{4}[A-Z0-9]$`), colors: ['white'] },
  { kind: 'military', shape: new RegExp(`^${L}{2}\\d{5}$`), colors: ['white'] },
  { kind: 'trailer', shape: new RegExp(`^${P}${L}${X}{4}挂$`), colors: ['yellow'] },
  { kind: 'coach', shape: new RegExp(`^${P}${L}${X}{4}学$`), colors: ['yellow'] },
  { kind: 'consulate', shape: new RegExp(`^${P}${L}${X}{4}领$`), colors: ['black'] },
  { kind: 'embassy', shape: /^(?:\d{6}使|使\d{6})$/, colors: ['black'] },
  { kind: 'airport', shape: new RegExp(`^民航${L}${X}{4}$`), colors: ['green'] },
  { kind: 'new-energy-small', shape: new RegExp(`^${P}${L}${N}${X}\\d{4}$`), colors: ['green'] },
  { kind: 'new-energy-large', shape: new RegExp(`^${P}${L}\\d{5}${N}$`), colors: ['yellow-green'] },
  { kind: 'tractor', shape: new RegExp(`^${P}\\d{7}$`), colors: ['green'] },
  { kind: 'temporary', shape: new RegExp(`^(?:${P}${L}?)?临${X}{4,6}$|^${P}${L}${X}{4,5}临$`), colors: [] },
  { kind: 'civil', shape: new RegExp(`^${P}${L}${X}{5}$`), colors: ['blue', 'yellow', 'black'] },
];

const emergencyKinds: ReadonlySet<PlateKind> = new Set(['police', 'fire-rescue', 'armed-police', 'military']);

/**
 * The kind of a normalised number by its grammar (GA 36 and the kinds beside it). The colour only says whether it fits: a camera errs on colours at night.
 * Fuel and emission stage are never read from a plate: 8 characters are also 应急, and a plug-in hybrid has an engine and a green plate.
 */
export function classifyPlate(number: string, color: PlateColor = 'unknown'): PlateClass {
  const grammar = grammars.find((each) => each.shape.test(number));
  if (!grammar) return { kind: 'unrecognised', emergency: false, colorFits: null };
  const fixed = color !== 'unknown' && grammar.colors.length > 0;
  return { kind: grammar.kind, emergency: emergencyKinds.has(grammar.kind), colorFits: fixed ? grammar.colors.includes(color) : null };
}
