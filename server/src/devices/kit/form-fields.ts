import { decodeText } from './charset.ts';
import { parseMultipart } from './multipart.ts';

const longestValue = 4096;

/** The text fields of a form body, multipart or urlencoded, UTF-8 or GBK; null when the body is no form. */
export function formFields(body: Uint8Array, contentType: string | null): Map<string, string> | null {
  const parts = parseMultipart(body, contentType);
  if (parts !== null) {
    const fields = new Map<string, string>();
    for (const part of parts) if (part.name !== null && part.filename === null) fields.set(part.name, decodeText(part.body.subarray(0, longestValue)).trim());
    return fields.size === 0 ? null : fields;
  }
  return urlEncodedFields(body);
}

function urlEncodedFields(body: Uint8Array): Map<string, string> | null {
  if (body.length > 65_536) return null;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const fields = new Map<string, string>();
  for (const pair of text.split('&', 256)) {
    const equals = pair.indexOf('=');
    if (equals < 1 || !/^[\w.%+-]{1,64}$/.test(pair.slice(0, equals))) return null;
    fields.set(percentDecoded(pair.slice(0, equals)), percentDecoded(pair.slice(equals + 1)).slice(0, longestValue));
  }
  return fields.size === 0 ? null : fields;
}

function percentDecoded(text: string): string {
  const bytes = text.replace(/\+/g, ' ').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeText(Buffer.from(bytes, 'latin1'));
}
