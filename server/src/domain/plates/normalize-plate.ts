import type { PlateColor } from '../codes.ts';
import { provinceCharacters } from './provinces.ts';

/** `no-plate`: the device saw a vehicle without one. `unread`: there may be one, it was not read. `empty`: the device said nothing at all. */
export type NoPlateReason = 'no-plate' | 'unread' | 'empty';

/** `colorPrefix` is the colour that a camera wrote in front of the number, a hint that ranks below its colour field. */
export type NormalizedPlate = { number: string; reason: null; colorPrefix: PlateColor | null } | { number: null; reason: NoPlateReason; colorPrefix: null };

/** The colour of a read: what the camera stated, or where it stated none what it wrote in front of the number. */
export function plateColorOf(stated: PlateColor, { colorPrefix }: NormalizedPlate): PlateColor {
  return stated === 'unknown' ? (colorPrefix ?? 'unknown') : stated;
}

/** Longer texts are no number: HJ 1321 keeps 32 characters. */
const maxLength = 32;
/** Enough for 32 characters with any ornament; beyond it a hostile text is not worth the work. */
const maxRawLength = 512;

const noPlateWords = new Set(['无', '无牌', '无牌车', 'NOPLATE', 'NONEPLATE', 'UNLICENSED', 'UNLICENCED']);
const noPlateShape = /^(?:无|没|没有|未悬挂|未挂|未上)(?:车|号)?牌/;
const unreadWords = new Set([
  'UNKNOWN',
  'NULL',
  'NONE',
  'UNDEFINED',
  'NAN',
  'N/A',
  'NA',
  'UNREAD',
  'UNRECOGNIZED',
  'UNRECOGNISED',
  'UNIDENTIFIED',
  '未知',
  '其他',
]);
// The word 牌 without a single digit or letter is a sentence about plates.
const unreadShape = /(?:未|无法|不能|没有|没)识别|识别失败|^[^0-9A-Z]*牌[^0-9A-Z]*$|^[?*#\ufffd]+$/;

/** Written between the characters of a number or around it, never part of it. An unread character (`?`, `*`) stays, so that no shorter number comes out. */
const ornaments = /[\s\p{Cc}\p{Cf}\p{Pd}\p{Pc}\p{Mn}.,:;·•・･‧∙⋅●◦˙。、"'`´“”‘’()[\]{}<>「」『』【】−]/gu;

/** Greek and Cyrillic capitals that look exactly like a Latin one. O/0 and I/1 are different characters of the grammar and are never swapped. */
const twins: Readonly<Record<string, string>> = {
  ...{ Α: 'A', Β: 'B', Ε: 'E', Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X' },
  ...{ А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X', Ѕ: 'S', І: 'I', Ј: 'J', Ԛ: 'Q', Ԝ: 'W', Ү: 'Y' },
};

const prefixColors: Readonly<Record<string, PlateColor>> = { 黄绿: 'yellow-green', 蓝: 'blue', 黄: 'yellow', 白: 'white', 黑: 'black', 绿: 'green' };
// 黑 is a province too: 黑A12345 stays, 黑黑A12345 loses one. So a prefix is only what stands before a province that begins a number itself,
// or before one of the numbers that begin without a province: WJ and the army (white), 使 and 民航.
const prefixed = new RegExp(
  `^(?:(?:黄绿|[蓝黄白黑绿])(?=[${provinceCharacters}](?![${provinceCharacters}蓝黄白绿]|$))|白(?=WJ|[A-Z]{2}[0-9]{5}$)|黑(?=使?[0-9]{6}使?$)|绿(?=民航))`,
);

/**
 * One spelling for each plate: half-width capitals without separators, invisible characters, look-alike letters and a camera's colour prefix;
 * or no number, with the reason. Applying it twice changes nothing. It never judges the grammar: see `classifyPlate`.
 */
export function normalizePlate(text: string | null | undefined): NormalizedPlate {
  if (text === null || text === undefined) return none('empty');
  if (text.length > maxRawLength) return none('unread');
  const plain = simplify(text);
  if (plain === '') return none('empty');
  if (noPlateWords.has(plain) || noPlateShape.test(plain)) return none('no-plate');
  if (unreadWords.has(plain) || unreadShape.test(plain) || plain.length > maxLength) return none('unread');
  const prefix = prefixed.exec(plain)?.[0] ?? '';
  return { number: plain.slice(prefix.length), reason: null, colorPrefix: prefixColors[prefix] ?? null };
}

/** Taking out one ornament can bring two characters together that Unicode composes, so the round is repeated until it is still. */
function simplify(text: string): string {
  let before = text.toWellFormed();
  for (let round = 0; round < 8; round++) {
    const after = before
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\u0370-\u052f]/g, (letter) => twins[letter] ?? letter)
      .normalize('NFKC')
      .replace(ornaments, '');
    if (after === before) return after;
    before = after;
  }
  return before;
}

function none(reason: NoPlateReason): NormalizedPlate {
  return { number: null, reason, colorPrefix: null };
}
