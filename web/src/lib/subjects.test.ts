import { expect, test } from 'vitest';
import { parseSubject, subjectText } from './subjects.ts';

const id = '583c231c-be5d-4f2e-9a51-6c1b7f0e2d11';
const nameOf = (noun: string, given: string) => (noun === 'device' && given === id ? '东门进厂道相机' : null);

test.each([
  [`device:${id}`, '设备 东门进厂道相机'],
  [`lane:${id}`, '通道 583c231c…'],
  ['passage:77', '通行 #77'],
  ['barrier-states:85', '道闸状态 #85'],
  ['site:site-f8169e', '站点 site-f8169e'],
  [`gap:${id}`, '中断'],
  ['ledger:verification', '台账'],
  ['site', '本站'],
  ['something-new:1', 'something-new:1'],
  ['no pair', 'no pair'],
])('%s reads %s', (subject, text) => {
  expect(subjectText(subject, nameOf)).toBe(text);
});

test('an id may have colons of its own, a pair has two sides', () => {
  expect(parseSubject('device:a:b')).toEqual({ noun: 'device', id: 'a:b' });
  expect([parseSubject(':a'), parseSubject('a:'), parseSubject('')]).toEqual([null, null, null]);
});
