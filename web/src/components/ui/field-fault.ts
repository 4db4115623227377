import type { FormInstance } from 'antd';
import { ApiError } from '../../api/client.ts';

/** The path of the field that a refusal is about, as a form knows it; null when it names none. */
export function fieldOf(fault: unknown): string[] | null {
  const field = fault instanceof ApiError ? fault.params.field : null;
  return typeof field === 'string' && field !== '' ? field.split('.') : null;
}

/** Says what the server refused at the field that has to be mended, and shows that field. */
export function markField<T>(form: FormInstance<T>, fault: unknown): void {
  const path = fieldOf(fault);
  if (!path || !(fault instanceof ApiError)) return;
  const anyForm = form as FormInstance;
  anyForm.setFields([{ name: path, errors: [fault.message] }]);
  anyForm.scrollToField(path, { block: 'center' });
}
