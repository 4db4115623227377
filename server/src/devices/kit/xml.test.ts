import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from './xml.ts';

const tree = (text: string) => parseXml(Buffer.from(text))?.root ?? null;

describe('XML of a device', () => {
  it('is read by local names in lower case, whatever the namespace', () => {
    expect(tree('<ns1:A xmlns:ns1="u" v="2"><ns1:B><X>1</X><x>2</x></ns1:B><C/></ns1:A>')).toEqual({ b: { x: ['1', '2'] }, c: '' });
  });

  it('decodes the entities of XML itself once, and no other', () => {
    expect(tree('<a><b>&lt;&amp;lt;&#20864;&#x4eac;&lol;&#0;</b></a>')).toEqual({ b: '<&lt;冀京&lol;&#0;' });
  });

  it('keeps numbers as the text they were', () => {
    expect(tree('<a><b>007</b><c>1e3</c><d>true</d></a>')).toEqual({ b: '007', c: '1e3', d: 'true' });
  });

  it('may be followed by blanks, NUL bytes and comments', () => {
    expect(tree('<?xml version="1.0"?><a><b>1</b></a>\n<!-- one --> <!-- two -->\r\n\0\0')).toEqual({ b: '1' });
    expect(tree('<a><b>1</b><!-- </a> -->')).toBeNull();
  });

  it('refuses document types, so that nothing is fetched or expanded', () => {
    expect(tree('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;</b></a>')).toBeNull();
  });

  it('refuses a document whose end is missing, deep nesting and what is not XML', () => {
    expect(tree('<a><b>1</b>')).toBeNull();
    expect(tree(`<a>${'<b>'.repeat(40)}${'</b>'.repeat(40)}</a>`)).toBeNull();
    expect(tree('{"a":1}')).toBeNull();
    expect(parseXml(Buffer.alloc(300_000, '<'))).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '"', '=', '!', '-', '[', ']', '?', '&', ';', ' '), maxLength: 60 }),
        (text) => parseXml(Buffer.from(`<a>${text}</a>`)) !== undefined,
      ),
    );
  });
});
