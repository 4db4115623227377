import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type UrlValues = Record<string, string>;

/** The filters, tab and selected row of a page as they stand in its address. Setting '' or null removes a value. */
export function useUrlValues(): [UrlValues, (change: Record<string, string | null | undefined>) => void] {
  const values = useSearch({ strict: false }) as UrlValues;
  const navigate = useNavigate();
  const set = useCallback(
    (change: Record<string, string | null | undefined>) => {
      void navigate({
        to: '.',
        replace: true,
        search: ((previous: UrlValues) => {
          const next: UrlValues = { ...previous };
          for (const [name, value] of Object.entries(change)) {
            if (value === null || value === undefined || value === '') delete next[name];
            else next[name] = value;
          }
          return next;
        }) as never,
      });
    },
    [navigate],
  );
  return [values, set];
}

/** Only the named values, for the parameters of a call. */
export function pick(values: UrlValues, names: readonly string[]): UrlValues {
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}
