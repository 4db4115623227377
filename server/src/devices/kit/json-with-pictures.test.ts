import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseJsonWithPictures } from './json-with-pictures.ts';
import { member } from './values.ts';

const keys = new Set(['imageFile', 'pic']);
const picture = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 37) % 256));
const base64 = picture.toString('base64');

function parsed(text: string | Buffer) {
  const result = parseJsonWithPictures(Buffer.from(text), keys);
  if (!result.ok) throw new Error(result.problem);
  return result;
}
function problemOf(text: string | Buffer): string {
  const result = parseJsonWithPictures(Buffer.from(text), keys);
  return result.ok ? 'none' : result.problem;
}

describe('JSON with pictures in it', () => {
  it('gives the bytes of a picture and a frame without them', () => {
    const result = parsed(`{ "imageFile" : "${base64}", "license": "冀B00001" }`);
    expect(result.picture(member(result.value, 'imageFile'))).toEqual(picture);
    expect(Buffer.from(result.frame).toString()).toBe('{ "imageFile" : {"cut":0,"bytes":400}, "license": "冀B00001" }');
  });

  it('reads every way to write base64: escaped slashes, line breaks, data URLs, short ones', () => {
    for (const text of [base64.replaceAll('/', '\\/'), base64.replace(/.{76}/g, '$&\\r\\n'), `data:image/jpeg;base64,${base64}`]) {
      const result = parsed(`{"imageFile":"${text}"}`);
      expect(result.picture(member(result.value, 'imageFile'))).toEqual(picture);
    }
    const short = parsed('{"imageFile":"/9j/"}');
    expect(short.picture(member(short.value, 'imageFile'))).toEqual(Buffer.from('/9j/', 'base64'));
  });

  it('takes no other text for a picture', () => {
    for (const text of ['<base64 JPEG>', 'http://10.0.0.1/a.jpg', '', `${'not base64! '.repeat(40)}`]) {
      const result = parsed(JSON.stringify({ imageFile: text }));
      expect(result.picture(member(result.value, 'imageFile')), text).toBeNull();
    }
  });

  it('is not misled by keys inside strings, escaped quotes, or a key that looks like a value', () => {
    const tricky = { text: `\\"imageFile":"${'A'.repeat(100)}"`, 'imageFile"': 'x', imageFile: base64, after: '\\' };
    const result = parsed(JSON.stringify(tricky));
    expect(result.picture(member(result.value, 'imageFile'))).toEqual(picture);
    expect(member(result.value, 'text')).toBe(tricky.text);
    expect(member(result.value, 'after')).toBe('\\');
  });

  it('cuts long texts under any key out of the frame, in lists too', () => {
    const long = Buffer.alloc(3000, 7);
    const result = parsed(JSON.stringify({ list: [long.toString('base64')], other: long.toString('base64') }));
    expect(result.frame.length).toBeLessThan(100);
    expect(result.picture((member(result.value, 'list') as unknown[])[0])).toEqual(long);
    expect(result.picture(member(result.value, 'other'))).toEqual(long);
  });

  it('finds no picture behind a forged or foreign mark', () => {
    const result = parsed('{"a":{"cut":0,"bytes":1},"b":{"cut":"length"},"c":{"cut":-1},"d":null}');
    for (const name of ['a', 'b', 'c', 'd']) expect(result.picture(member(result.value, name))).toBeNull();
  });

  it('reads GBK, a byte order mark and trailing NUL bytes', () => {
    const gbk = parsed(iconv.encode(`{"license":"皖A00001","imageFile":"${base64}"}`, 'gbk'));
    expect(member(gbk.value, 'license')).toBe('皖A00001');
    expect(gbk.picture(member(gbk.value, 'imageFile'))).toEqual(picture);
    expect(member(parsed('\ufeff{"a":1}\0\0\r\n').value, 'a')).toBe(1);
  });

  it('keeps every digit of a whole number that is too long for a double', () => {
    const { value } = parsed(`{"id":1234567890123456789,"imageFile":"${base64}","plateid":21085}`);
    expect([member(value, 'id'), member(value, 'plateid')]).toEqual(['1234567890123456789', 21085]);
  });

  it('refuses in Chinese what is cut off, too deep, too many or too large', () => {
    expect(problemOf('{"a":"b')).toBe('JSON 不完整：字符串没有结束');
    expect(problemOf('{"a":"b\\"}')).toBe('JSON 不完整：字符串没有结束');
    expect(problemOf('{"a":1')).toBe('内容不是完整的 JSON');
    expect(problemOf('['.repeat(65))).toBe('JSON 嵌套过深');
    expect(problemOf(`[${'"",'.repeat(20_001)}""]`)).toBe('JSON 中的字段过多');
    expect(problemOf(`[${'1,'.repeat(600_000)}1]`)).toBe('JSON 除图片外的内容过大');
  });

  it('means the same as JSON.parse for every value without long texts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(parsed(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof parseJsonWithPictures(bytes, keys).ok === 'boolean'));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', ',', 'a', ' ', '1'), maxLength: 60 }),
        (text) => typeof parseJsonWithPictures(Buffer.from(text), keys).ok === 'boolean',
      ),
    );
  });
});
