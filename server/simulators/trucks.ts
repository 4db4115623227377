import { createRandom, type Random } from './random.ts';

/** A fake road vehicle, in the words of the outside interface. */
export type SimulatedTruck = {
  plateNumber: string;
  plateColor: 'blue' | 'yellow' | 'green' | 'yellow-green';
  /** GA/T 16.4 */
  vehicleType: string;
  vin: string;
  fuelType: 'diesel' | 'natural-gas' | 'electric' | 'petrol' | 'hydrogen';
  emissionStage: 'china-3' | 'china-4' | 'china-5' | 'china-6' | 'electric';
  registeredOn: string;
  brand: string;
  fleetName: string;
  useNature: 'F';
  cargo: { name: string; tonnes: number };
  /** Whether the factory knows it; the others come as strangers. */
  known: boolean;
};

type Kind = Pick<SimulatedTruck, 'plateColor' | 'vehicleType' | 'fuelType' | 'emissionStage'> & { share: number; since: number; until: number; brand: string };

/** The mix of a steel works' gate: mostly China-6 diesel, a fifth new energy, some old ones that must stay out. */
const kinds: Kind[] = [
  { share: 34, plateColor: 'yellow', vehicleType: 'Q11', fuelType: 'diesel', emissionStage: 'china-6', since: 2021, until: 2025, brand: '仿真牌 SIM4250D6' },
  { share: 20, plateColor: 'yellow', vehicleType: 'H11', fuelType: 'diesel', emissionStage: 'china-6', since: 2021, until: 2025, brand: '仿真牌 SIM3310D6' },
  {
    share: 8,
    plateColor: 'yellow',
    vehicleType: 'Q11',
    fuelType: 'natural-gas',
    emissionStage: 'china-6',
    since: 2020,
    until: 2025,
    brand: '仿真牌 SIM4250N6',
  },
  {
    share: 14,
    plateColor: 'yellow-green',
    vehicleType: 'Q11',
    fuelType: 'electric',
    emissionStage: 'electric',
    since: 2022,
    until: 2025,
    brand: '仿真牌 SIM4250BEV',
  },
  {
    share: 3,
    plateColor: 'yellow-green',
    vehicleType: 'Q11',
    fuelType: 'hydrogen',
    emissionStage: 'electric',
    since: 2023,
    until: 2025,
    brand: '仿真牌 SIM4250FCEV',
  },
  { share: 9, plateColor: 'yellow', vehicleType: 'H11', fuelType: 'diesel', emissionStage: 'china-5', since: 2017, until: 2020, brand: '仿真牌 SIM3310D5' },
  { share: 6, plateColor: 'yellow', vehicleType: 'H11', fuelType: 'diesel', emissionStage: 'china-4', since: 2013, until: 2016, brand: '仿真牌 SIM3310D4' },
  { share: 2, plateColor: 'yellow', vehicleType: 'H21', fuelType: 'diesel', emissionStage: 'china-3', since: 2009, until: 2012, brand: '仿真牌 SIM1160D3' },
  { share: 2, plateColor: 'blue', vehicleType: 'H31', fuelType: 'diesel', emissionStage: 'china-6', since: 2021, until: 2025, brand: '仿真牌 SIM1040D6' },
  { share: 2, plateColor: 'green', vehicleType: 'H31', fuelType: 'electric', emissionStage: 'electric', since: 2022, until: 2025, brand: '仿真牌 SIM1040BEV' },
];
const fleets = ['示例运输一队', '示例运输二队', '示例物流有限公司', '示例新能源物流', '社会车辆'];
const cityLetters = 'BACDEFGHJR';
const cargoes = ['铁精粉', '焦炭', '石灰石', '钢卷', '螺纹钢', '水渣', '废钢'];

const vinLetters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
const vinValues: Record<string, number> = {
  ...Object.fromEntries([...'0123456789'].map((d) => [d, Number(d)])),
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7 },
  ...{ R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
};
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Year letters from 2001 on; they come round every 30 years. */
const vinYears = '123456789ABCDEFGHJKLMNPRSTVWXY';

/** The ninth character of a VIN (GB 16735), from the other sixteen. */
export function vinCheckDigit(vin: string): string {
  const sum = [...vin].reduce((total, char, i) => total + (vinValues[char] ?? 0) * (vinWeights[i] ?? 0), 0) % 11;
  return sum === 10 ? 'X' : String(sum);
}

/** A fleet of fake trucks with distinct plates and VINs that pass their check digit; the same seed gives the same fleet. */
export function createFleet({ seed = 1, count = 60, unknownShare = 0.06 }: { seed?: number; count?: number; unknownShare?: number } = {}): SimulatedTruck[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const kind = pickKind(random);
    const year = random.int(kind.since, kind.until);
    const { share: _share, since: _since, until: _until, ...rest } = kind;
    return {
      ...rest,
      plateNumber: plateOf(kind, index),
      vin: makeVin(random, { year, index }),
      registeredOn: `${year}-${two(random.int(kind.emissionStage === 'china-6' && year === 2021 ? 7 : 1, 12))}-${two(random.int(1, 28))}`,
      fleetName: random.pick(fleets),
      useNature: 'F' as const,
      cargo: { name: random.pick(cargoes), tonnes: random.int(180, 340) / 10 },
      known: !random.chance(unknownShare),
    };
  });
}

function pickKind(random: Random): Kind {
  let left = random.next() * kinds.reduce((sum, { share }) => sum + share, 0);
  for (const kind of kinds) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  return random.pick(kinds);
}

/** Fake plates: serials that begin with 0, new-energy ones by the grammar of GA 36 (small: letter first; large: letter last). */
function plateOf(kind: Kind, index: number): string {
  const office = cityLetters[Math.floor(index / 9999)];
  if (!office) throw new RangeError(`a fleet has at most ${cityLetters.length * 9999} trucks`);
  const serial = `0${String((index % 9999) + 1).padStart(4, '0')}`;
  const energy = kind.fuelType === 'electric' ? 'D' : 'F';
  if (kind.plateColor === 'yellow-green') return `冀${office}${serial}${energy}`;
  return kind.plateColor === 'green' ? `冀${office}${energy}${serial}` : `冀${office}${serial}`;
}

function makeVin(random: Random, { year, index }: { year: number; index: number }): string {
  const descriptor = Array.from({ length: 5 }, () => random.pick([...vinLetters])).join('');
  const modelYear = vinYears[(year - 2001) % 30] ?? '0';
  const draft = `LZS${descriptor}0${modelYear}S${String(index + 1).padStart(6, '0')}`;
  return draft.slice(0, 8) + vinCheckDigit(draft) + draft.slice(9);
}

const two = (n: number): string => String(n).padStart(2, '0');
