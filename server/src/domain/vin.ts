/** GB 16735: 17 characters without I, O and Q; the ninth is a check digit, the tenth the model year. */
export type VinFindingCode =
  | 'VIN_LENGTH'
  | 'VIN_CHARACTERS'
  | 'VIN_CHECK_DIGIT'
  | 'VIN_CHECK_DIGIT_IMPORTED'
  | 'VIN_MODEL_YEAR_INVALID'
  | 'VIN_MODEL_YEAR_APART';

export interface VinFinding {
  code: VinFindingCode;
  /** `error`: not a VIN of a vehicle made in China. `warning`: look again; never a reason to refuse. */
  severity: 'error' | 'warning';
  text: string;
}

const values: Readonly<Record<string, number>> = {
  A: 1,
  B: 2,
  C: 3,
  D: 4,
  E: 5,
  F: 6,
  G: 7,
  H: 8,
  J: 1,
  K: 2,
  L: 3,
  M: 4,
  N: 5,
  P: 7,
  R: 9,
  S: 2,
  T: 3,
  U: 4,
  V: 5,
  W: 6,
  X: 7,
  Y: 8,
  Z: 9,
};
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const yearLetters = 'ABCDEFGHJKLMNPRSTVWXY';
const shape = /^[A-HJ-NPR-Z0-9]{17}$/;

/** Upper case, half width, without blanks and dashes. Look-alikes (O/0, I/1) are left for a person to see. */
export function normalizeVin(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '');
}

/** The check digit (`0`–`9` or `X`) that belongs to 17 characters, whatever stands in the ninth place; null when they are no VIN. */
export function vinCheckDigit(vin: string): string | null {
  if (!shape.test(vin)) return null;
  const sum = weights.reduce((total, weight, at) => total + weight * valueOfCharacter(vin.charAt(at)), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** The model year in the tenth place, 2001 (`1`) to 2030 (`Y`); null for a place that names none. */
export function vinModelYear(vin: string): number | null {
  const mark = vin.charAt(9);
  if (/^[1-9]$/.test(mark)) return 2000 + Number(mark);
  const at = mark === '' ? -1 : yearLetters.indexOf(mark);
  return at < 0 ? null : 2010 + at;
}

/**
 * What a person should look at again in a VIN (normalised here). Imported vehicles (first character not L) may lack the check digit and the year: they are warned of, never blocked.
 * With `registeredOn` (`YYYY-MM-DD`) the model year is compared with the year of registration.
 */
export function checkVin(text: string, registeredOn?: string | null): VinFinding[] {
  const vin = normalizeVin(text);
  if (vin.length !== 17) return [{ code: 'VIN_LENGTH', severity: 'error', text: `车辆识别代号应为 17 位，现为 ${vin.length} 位` }];
  if (!shape.test(vin)) return [{ code: 'VIN_CHARACTERS', severity: 'error', text: '车辆识别代号只含数字和字母，且不含 I、O、Q' }];
  const findings: VinFinding[] = [];
  const imported = !vin.startsWith('L');
  if (vinCheckDigit(vin) !== vin.charAt(8)) {
    findings.push(
      imported
        ? { code: 'VIN_CHECK_DIGIT_IMPORTED', severity: 'warning', text: '进口车的车辆识别代号校验位不符，请核对证件' }
        : { code: 'VIN_CHECK_DIGIT', severity: 'error', text: '车辆识别代号第 9 位校验不符，请核对是否输错' },
    );
  }
  const year = vinModelYear(vin);
  if (year === null) {
    if (!imported) findings.push({ code: 'VIN_MODEL_YEAR_INVALID', severity: 'warning', text: '车辆识别代号第 10 位不是年份代码，请核对' });
  } else if (registeredOn && Math.abs(year - Number(registeredOn.slice(0, 4))) > 2) {
    findings.push({ code: 'VIN_MODEL_YEAR_APART', severity: 'warning', text: `车辆识别代号的车型年份为 ${year}，与注册登记日期 ${registeredOn} 相差两年以上` });
  }
  return findings;
}

function valueOfCharacter(character: string): number {
  return values[character] ?? Number(character);
}
