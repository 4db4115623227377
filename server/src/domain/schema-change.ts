import { z } from 'zod';

type WithoutDefault<T> = T extends z.ZodDefault<infer I> ? I : T;
export type ChangeShape<S extends z.core.$ZodLooseShape> = { [K in keyof S]: z.ZodOptional<WithoutDefault<S[K]> & z.core.SomeType> };

/**
 * The schema of a change (PATCH) of an object: every member may be missing and then stays as it is, none has a default, unknown ones are refused.
 * `.partial()` alone would put the defaults in place of what was not sent.
 */
export function changeOf<S extends z.core.$ZodLooseShape>(schema: z.ZodObject<S>): z.ZodObject<ChangeShape<S>, z.core.$strict> {
  const members = Object.entries(schema.shape).map(([name, member]) => {
    const titled = member as unknown as z.ZodType;
    const inner = titled instanceof z.ZodDefault ? (titled.unwrap() as z.ZodType).meta(titled.meta() ?? {}) : titled;
    return [name, inner.optional()];
  });
  return z.strictObject(Object.fromEntries(members) as ChangeShape<S>);
}
