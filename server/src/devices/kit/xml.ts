import { XMLParser } from 'fast-xml-parser';
import { decodeText } from './charset.ts';

const longest = 256 * 1024;

/** An element by the local names of its children in lower case: a text, a nested element, or a list of them when a name repeats. */
export type XmlTree = { readonly [name: string]: XmlTree | string | readonly (XmlTree | string)[] };

const parser = new XMLParser({
  removeNSPrefix: true,
  transformTagName: (name) => name.toLowerCase(),
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: 32,
});

/**
 * The root element of an XML document: namespaces, prefixes and the case of names do not matter. UTF-8 or GBK.
 * Document types are refused, so that no entity is ever expanded; a document without its end is refused, since what is cut off
 * might have said that the read is an old one. Null when it is no such XML. Never throws.
 */
export function parseXml(bytes: Uint8Array): { name: string; root: XmlTree } | null {
  if (bytes.length > longest) return null;
  const text = withoutTail(decodeText(bytes));
  if (!text.startsWith('<') || /<!DOCTYPE|<!ENTITY/i.test(text)) return null;
  const last = /<\/(?:[\w.-]+:)?([\w.-]+)\s*>$/.exec(text.slice(-200))?.[1]?.toLowerCase();
  if (last === undefined) return null;
  try {
    const tree = parser.parse(text) as Record<string, unknown>;
    const root = tree[last];
    return typeof root === 'object' && root !== null && !Array.isArray(root) ? { name: last, root: plainText(root) as XmlTree } : null;
  } catch {
    return null;
  }
}

/** NUL bytes that firmware leaves behind its buffer, blanks and comments after the document say nothing. */
function withoutTail(text: string): string {
  let rest = text.replace(/[\0\s]+$/, '').trimStart();
  for (let comments = 0; comments < 8 && rest.endsWith('-->'); comments++) {
    const from = rest.lastIndexOf('<!--');
    if (from < 0) break;
    rest = rest.slice(0, from).trimEnd();
  }
  return rest;
}

/** The same tree out of JSON, so that one reader serves both forms. Depth is bounded by the JSON parser. */
export function lowerCaseTree(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCaseTree);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.toLowerCase(), lowerCaseTree(part)]));
}

/** The five entities of XML itself and character references, once, in every text. */
function plainText(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('&') ? value.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|lt|gt|amp|quot|apos);/gi, reference) : value;
  if (Array.isArray(value)) return value.map(plainText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainText(part)]));
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function reference(whole: string, name: string): string {
  const known = named[name.toLowerCase()];
  if (known !== undefined) return known;
  const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
