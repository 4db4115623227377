import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formFields } from './form-fields.ts';
import { parseMultipart } from './multipart.ts';

const type = 'multipart/form-data; boundary=b1';
const texts = (body: string | Buffer, contentType: string | null = type) =>
  parseMultipart(Buffer.from(body), contentType)?.map((part) => [part.name, part.filename, part.contentType, Buffer.from(part.body).toString('latin1')]) ??
  null;

describe('a multipart body', () => {
  it('gives its parts with names and types', () => {
    const body =
      '--b1\r\nContent-Disposition: form-data; name="anpr.xml" ;filename=a.xml\r\nContent-Type: text/XML; charset="UTF-8"\r\n\r\n<a/>\r\n--b1\r\nContent-Type: image/jpeg\r\n\r\nxyz\r\n--b1--\r\n';
    expect(texts(body)).toEqual([
      ['anpr.xml', 'a.xml', 'text/xml; charset="utf-8"', '<a/>'],
      [null, null, 'image/jpeg', 'xyz'],
    ]);
  });

  it('believes a length when a boundary follows it, even if the picture holds the boundary', () => {
    const inner = 'ab\r\n--b1\r\n\r\ncd';
    expect(texts(`--b1\r\nContent-Length: ${inner.length}\r\n\r\n${inner}\r\n--b1--`)).toEqual([[null, null, null, inner]]);
  });

  it('does not believe a length of 0 before a body, or one past the end', () => {
    expect(texts('--b1\r\nContent-Length: 0\r\n\r\nabc\r\n--b1--')).toEqual([[null, null, null, 'abc']]);
    expect(texts('--b1\r\nContent-Length: 999\r\n\r\nabc\r\n--b1--')).toEqual([[null, null, null, 'abc']]);
  });

  it('finds the boundary by itself when the header is missing or states another', () => {
    const body = '\r\n--other\r\n\r\nabc\r\n--other--';
    expect(texts(body, null)).toEqual([[null, null, null, 'abc']]);
    expect(texts(body, type)).toEqual([[null, null, null, 'abc']]);
  });

  it('finds the boundary straight behind a document, and not inside a picture', () => {
    expect(texts('--b1\r\n\r\n<a/>--b1\r\n\r\nxy--b1zz\r\n--b1\r\n\r\n{"a":1}--b1--\r\n')).toEqual([
      [null, null, null, '<a/>'],
      [null, null, null, 'xy--b1zz'],
      [null, null, null, '{"a":1}'],
    ]);
  });

  it('reads bare line feeds and an unfinished last part', () => {
    expect(texts('--b1\nContent-Disposition: form-data; name="a"\n\nx\n--b1\n\nunfinished')).toEqual([
      ['a', null, null, 'x'],
      [null, null, null, 'unfinished'],
    ]);
  });

  it('is null for anything else, and never throws', () => {
    expect(texts('{"a":1}', null)).toBeNull();
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('-', 'b', '1', '\r', '\n', ':', 'Content-Length', ' ', '"', '9'), maxLength: 80 }), (text) =>
        Array.isArray(parseMultipart(Buffer.from(`--b1\r\n${text}`), type)),
      ),
    );
  });

  it('gives back any bytes that were put in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 5 }), (bodies) => {
        const whole = Buffer.concat([
          ...bodies.flatMap((body) => [Buffer.from(`--b1\r\nContent-Length: ${body.length}\r\n\r\n`), body, Buffer.from('\r\n')]),
          Buffer.from('--b1--\r\n'),
        ]);
        expect(parseMultipart(whole, type)?.map((part) => [...part.body])).toEqual(bodies.map((body) => [...body]));
      }),
    );
  });
});

describe('form fields', () => {
  it('are read from both kinds of form, in UTF-8 and GBK', () => {
    expect(formFields(Buffer.from('--b1\r\nContent-Disposition: form-data; name="a"\r\n\r\n冀\r\n--b1--'), type)).toEqual(new Map([['a', '冀']]));
    expect(formFields(Buffer.from('a=%E5%86%80+1&b=%BC%BD'), null)).toEqual(
      new Map([
        ['a', '冀 1'],
        ['b', '冀'],
      ]),
    );
    expect(formFields(Buffer.from('hello'), null)).toBeNull();
  });
});
