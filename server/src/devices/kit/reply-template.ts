import type { WireReply } from '../contract.ts';

/** A reply as the settings give it: a text, or any JSON. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [name: string]: Template };
export type TemplateValues = Readonly<Record<string, string | number | null>>;

/**
 * A reply out of a template with `{{name}}` placeholders. Values come from devices, so they never become syntax: in JSON they are filled
 * into strings, in a text that looks like JSON or XML they are escaped, elsewhere they lose their line breaks. A string that is nothing
 * but a placeholder of an unknown value becomes null in JSON.
 */
export function fillTemplate(template: Template, values: TemplateValues): WireReply {
  if (typeof template !== 'string') return { status: 200, contentType: 'application/json', body: JSON.stringify(filled(template, values)) };
  const start = template.trimStart()[0];
  if (start === '{' || start === '[')
    return { status: 200, contentType: 'application/json', body: replaced(template, values, (text) => JSON.stringify(text).slice(1, -1)) };
  if (start === '<')
    return {
      status: 200,
      contentType: 'application/xml',
      body: replaced(template, values, (text) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)),
    };
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: replaced(template, values, (text) => text.replace(/\p{Cc}/gu, ' ')) };
}

function filled(part: Template, values: TemplateValues): Template {
  if (typeof part === 'string') {
    const whole = /^\{\{(\w+)\}\}$/.exec(part)?.[1];
    if (whole !== undefined && Object.hasOwn(values, whole)) return values[whole] ?? null;
    return replaced(part, values, (text) => text);
  }
  if (Array.isArray(part)) return (part as readonly Template[]).map((one) => filled(one, values));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, filled(one as Template, values)]));
}

function replaced(text: string, values: TemplateValues, safe: (text: string) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? safe(String(values[name] ?? '')) : whole));
}
