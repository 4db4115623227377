import useNatures from '../../standards/use-natures.json' with { type: 'json' };
import vehicleTypes from '../../standards/vehicle-types.json' with { type: 'json' };

export type VehicleGroup = 'truck' | 'special-purpose' | 'passenger' | 'trailer' | 'machine' | 'motorcycle' | 'tractor' | 'other';

const typeNames = new Map(vehicleTypes.items.map((item) => [item.code, item.name]));
const classes = new Map(vehicleTypes.classes.map((item) => [item.prefix, item]));
const natureNames = new Map(useNatures.items.map((item) => [item.code, item.name]));

/** GA/T 16.4 codes with their Chinese names, in the order of the standard, for select boxes. */
export const vehicleTypeCodes: readonly { code: string; name: string }[] = vehicleTypes.items.map(({ code, name }) => ({ code, name }));

/** GA/T 16.3 codes with their Chinese names. */
export const useNatureCodes: readonly { code: string; name: string }[] = useNatures.items.map(({ code, name }) => ({ code, name }));

/** The name of a GA/T 16.4 code (`H11` → `重型普通货车`), or null when the list does not have it. */
export function vehicleTypeName(code: string): string | null {
  return typeNames.get(code) ?? null;
}

/** The name of a GA/T 16.3 code (`F` → `货运`), or null. */
export function useNatureName(code: string): string | null {
  return natureNames.get(code) ?? null;
}

/** What kind of vehicle a GA/T 16.4 code means, by its letter; null when there is no code or its letter is unknown. */
export function vehicleGroup(code: string | null | undefined): VehicleGroup | null {
  return code ? ((classes.get(code.charAt(0))?.group as VehicleGroup | undefined) ?? null) : null;
}

/** The short word for a vehicle of this type that a guard reads (`货车`, `牵引车`, `客车`); `车辆` when the type is unknown. */
export function vehicleWord(code: string | null | undefined): string {
  return (code && classes.get(code.charAt(0))?.word) || '车辆';
}
