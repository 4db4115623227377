import { z } from 'zod';
import type { Outcome } from '../../domain/codes.ts';
import type { DisplayContent } from '../contract.ts';

const word = z.string().trim().min(1).max(16);

/** The settings that every card has: behind which camera and port it hangs, how many lines it shows, and its words. */
export const displaySettings = {
  via: z.string().default('').meta({ title: '所接相机', description: '控制卡的 485 线接在哪台相机上' }),
  serialChannel: z
    .union([z.literal(0), z.literal(1)])
    .default(0)
    .meta({ title: '相机串口', labels: { 0: 'RS485-1', 1: 'RS485-2 / RS232' } }),
  lines: z
    .union([z.literal(2), z.literal(4)])
    .default(4)
    .meta({ title: '屏幕行数', labels: { 2: '两行', 4: '四行' } }),
  columns: z.int().min(4).max(64).default(8).meta({ title: '每行宽度（半角字符）', description: '64×16 点阵的一行是 8 个半角、4 个汉字；放不下的滚动显示' }),
  seconds: z.int().min(1).max(250).default(15).meta({ title: '显示时间（秒）' }),
  speak: z.boolean().default(true).meta({ title: '语音播报' }),
  words: z
    .object({
      admit: word.optional().meta({ title: '放行' }),
      deny: word.optional().meta({ title: '拒绝' }),
      ask: word.optional().meta({ title: '待核验' }),
    })
    .default({})
    .meta({ title: '放行、拒绝、待核验的用词', description: '默认：允许通行、禁止通行、等待核验' }),
  templates: z
    .array(z.string().max(64))
    .max(4)
    .default([])
    .meta({ title: '各行内容', description: '可用 {{plate}} {{stage}} {{control}} {{verdict}} {{reason}}；留空用默认版式' }),
};
export type DisplaySettings = z.output<z.ZodObject<typeof displaySettings>>;

const verdicts: Readonly<Record<Outcome, string>> = { admit: '允许通行', deny: '禁止通行', ask: '等待核验' };
const layouts: Readonly<Record<2 | 4, readonly string[]>> = {
  2: ['{{plate}}', '{{verdict}} {{reason}}'],
  4: ['{{plate}}', '{{stage}}', '{{control}}', '{{verdict}} {{reason}}'],
};

export interface DisplayLine {
  text: string;
  /** Wider than the screen, so that the card has to scroll it. */
  scrolls: boolean;
}

/** The lines of a card from top to bottom, exactly as many as it has. The word of the verdict always stands in them. */
export function displayLines(content: DisplayContent, settings: DisplaySettings): DisplayLine[] {
  const verdict = settings.words[content.outcome] ?? verdicts[content.outcome];
  const values: Record<string, string> = {
    plate: content.plateNumber ?? '无车牌',
    stage: content.stageText ?? '',
    control: content.controlText ?? '',
    verdict,
    reason: reasonOf(content.verdictText, verdict),
  };
  const wanted = settings.templates.length > 0 ? settings.templates : layouts[settings.lines];
  const lines = Array.from({ length: settings.lines }, (_, index) => filled(wanted[index] ?? '', values));
  if (!lines.some((line) => line.includes(verdict))) lines[lines.length - 1] = verdict;
  return lines.map((text) => ({ text, scrolls: halfWidths(text) > settings.columns }));
}

/** What the verdict's text says beyond the words of a verdict. */
function reasonOf(text: string, verdict: string): string {
  if (Object.values(verdicts).includes(text)) return '';
  return text.replace(verdict, '').replace(/^[\s，,：:；;]+|[\s，,：:；;]+$/g, '');
}

/** Characters a card cannot show would break its frame: control characters become blanks. */
function filled(template: string, values: Record<string, string>): string {
  return template
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

function halfWidths(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
  return width;
}
