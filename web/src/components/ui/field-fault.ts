import type { FormInstance } from 'antd';
import { ApiError } from '../../api/client.ts';

/** The path of the field that a refusal is about, as a form knows it; null when it names none. */
export function fieldOf(fault: unknown): string[] | null {
  const field = fault instanceof ApiError ? fault.params.field : null;
  return typeof field === 'string' && field !== '' ? field.split('.') : null;
}

/** Says what the server refused at the field that has to be mended, and shows that field; the result takes it back, as an effect does. */
export function markField<T>(form: FormInstance<T>, fault: unknown): (() => void) | undefined {
  const path = fieldOf(fault);
  if (!path || !(fault instanceof ApiError)) return undefined;
  const anyForm = form as FormInstance;
  const say = (errors: string[]) => anyForm.setFields([{ name: path, errors }]);
  say([fault.message]);
  anyForm.scrollToField(path, { block: 'center' });
  return () => say([]);
}
