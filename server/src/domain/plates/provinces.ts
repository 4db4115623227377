import provinces from '../../../standards/provinces.json' with { type: 'json' };

/** The 31 characters that begin a civil plate, as one string for character classes. */
export const provinceCharacters: string = provinces.items.map((item) => item.character).join('');
