import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { modbusCrc } from './card.ts';
import { createFkDisplay } from './fk.ts';
import { createKfDisplay } from './kf.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

function kfFrame(command: number, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([0, 0x64, 0xff, 0xff, command, data.length]), data]);
  const crc = modbusCrc(body);
  return Buffer.concat([body, Buffer.from([crc & 255, crc >> 8])]);
}
function kfText(line: number, text: string, color = 'FF000000'): Buffer {
  const bytes = iconv.encode(text, 'gbk');
  return kfFrame(0x62, Buffer.concat([Buffer.from([line]), hex('1501000215010300'), hex(color), hex('00000000'), Buffer.from([bytes.length, 0]), bytes]));
}
function fkFrame(command: number, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([0, 0x64, 0, command, data.length >> 8, data.length & 255]), data]);
  const crc = modbusCrc(Buffer.concat([body, Buffer.alloc(2)]));
  return Buffer.concat([hex('AA55'), body, Buffer.from([crc >> 8, crc & 255, 0xaf])]);
}

describe('KF card', () => {
  test("the vendor's brightness frame is taken", () => {
    const card = createKfDisplay();
    card.feed(hex('00 64 FF FF 0C 01 32 77 62'));
    expect([card.frames, card.violations]).toEqual([[{ command: 0x0c, data: Buffer.from([0x32]) }], []]);
  });

  test('two texts in one write, split anywhere, show on their lines in their colours', () => {
    const both = Buffer.concat([kfText(0, '冀B00001', '00FF0000'), kfText(1, '允许通行', '00FF0000')]);
    for (let cut = 0; cut <= both.length; cut++) {
      const card = createKfDisplay();
      card.feed(both.subarray(0, cut));
      card.feed(both.subarray(cut));
      expect(card.lines).toEqual([
        { line: 0, text: '冀B00001', color: 'green' },
        { line: 1, text: '允许通行', color: 'green' },
      ]);
      expect(card.violations).toEqual([]);
    }
  });

  test('several lines with a voice text in one 6F frame', () => {
    const line = (id: number, text: string, last: boolean): Buffer => {
      const bytes = iconv.encode(text, 'gbk');
      return Buffer.concat([Buffer.from([id, 0, 1, 5, 0, 3, 0]), hex('FF000000'), Buffer.from([bytes.length]), bytes, Buffer.from([last ? 0 : 0x0d])]);
    };
    const voice = iconv.encode('禁止通行', 'gbk');
    const card = createKfDisplay();
    card.feed(
      kfFrame(
        0x6f,
        Buffer.concat([
          Buffer.from([1, 0, 2]),
          line(0, '冀B00001', false),
          line(1, '禁止通行', true),
          Buffer.from([0x0a, voice.length]),
          voice,
          Buffer.from([0]),
        ]),
      ),
    );
    expect(card.violations).toEqual([]);
    expect(card.lines.map(({ text, color }) => [text, color])).toEqual([
      ['冀B00001', 'red'],
      ['禁止通行', 'red'],
    ]);
    expect(card.spoken).toEqual(['禁止通行']);
  });

  test('a wrong checksum, UTF-8 text and flash writing are violations', () => {
    const card = createKfDisplay();
    const broken = kfText(0, '冀B00001');
    broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1;
    card.feed(broken);
    card.feed(kfFrame(0x30, Buffer.concat([Buffer.from([2]), Buffer.from('通', 'utf8')])));
    card.feed(kfFrame(0x67, Buffer.alloc(4)));
    expect(card.violations.map(({ what }) => what)).toEqual(['KF checksum does not match', 'text is not GBK', 'KF 67 wears the flash; not for every vehicle']);
    expect(card.lines).toEqual([]);
  });

  test('an FK frame is passed over in silence', () => {
    const card = createKfDisplay();
    card.feed(hex('AA 55 00 64 00 13 00 01 0A 76 2E AF'));
    expect([card.frames, card.violations, card.ignoredBytes]).toEqual([[], [], 12]);
  });
});

describe('FK card', () => {
  test('the sample frames are taken', () => {
    const card = createFkDisplay();
    card.feed(hex('AA 55 00 64 00 13 00 01 0A 76 2E AF FD 00 09 01 01 57 65 6C 63 6F 6D 65'));
    expect(card.frames).toEqual([{ command: 0x13, data: Buffer.from([0x0a]) }]);
    expect([card.spoken, card.violations]).toEqual([['Welcome'], []]);
  });

  test('text and spoken plate arrive byte by byte', () => {
    const card = createFkDisplay();
    const text = fkFrame(0x27, Buffer.concat([Buffer.from([1, 10, 2, 0]), iconv.encode('允许通行', 'gbk')]));
    const plate = fkFrame(0x22, Buffer.concat([iconv.encode('冀B00001', 'gbk'), Buffer.from([1])]));
    for (const byte of Buffer.concat([text, plate])) card.feed(Buffer.from([byte]));
    expect(card.lines).toEqual([{ line: 1, text: '允许通行', color: 'green' }]);
    expect([card.spoken, card.violations]).toEqual([['冀B00001'], []]);
  });

  test('a wrong checksum is a violation, a KF frame is passed over', () => {
    const card = createFkDisplay();
    card.feed(hex('AA 55 00 64 00 13 00 01 0A 76 2F AF'));
    card.feed(hex('00 64 FF FF 0C 01 32 77 62'));
    expect([card.frames, card.violations.map(({ what }) => what)]).toEqual([[], ['FK checksum does not match']]);
  });
});
