import provinces from '../../../standards/provinces.json' with { type: 'json' };

/** The 31 characters that begin a civil plate, as one string for character classes. */
export const provinceCharacters: string = provinces.items.map((item) => item.character).join('');

/** The full name of the province a plate begins with (`冀` → `河北省`), or null. */
export function provinceName(character: string): string | null {
  return provinces.items.find((item) => item.character === character)?.name ?? null;
}
