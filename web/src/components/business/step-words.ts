import { barrierStates, plateColors, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';

type Details = Record<string, unknown>;

const corrected: Record<string, string> = { plateNumber: '车牌号码', plateColor: '号牌颜色', cargoName: '货物名称', cargoTonnes: '运输量（吨）' };

/** What a step of a timeline has to tell, one sentence a line; what has no words is left to the entry itself. */
export function stepLines(details: unknown): string[] {
  if (typeof details === 'string') return details === '' ? [] : [details];
  if (!isDetails(details)) return [];
  const { reasons, ruleSetVersion, barrier, reason, evidence, before, after, plateText, confidence, pictures } = details;
  return [
    ...(Array.isArray(reasons) ? reasons.filter(isDetails).map((each) => text(each.text)) : []),
    typeof ruleSetVersion === 'number' ? `规则第 ${ruleSetVersion} 版` : null,
    typeof barrier === 'string' ? `道闸${wordOf(barrierStates, barrier)}` : null,
    ...(isDetails(before) && isDetails(after) ? changes(before, after) : []),
    plateText ? `识别为 ${text(plateText)}` : null,
    typeof confidence === 'number' ? `置信度 ${Math.round(confidence)}` : null,
    typeof pictures === 'number' && pictures > 0 ? `照片 ${pictures} 张` : null,
    reason ? `原因：${text(reason)}` : null,
    evidence ? `依据：${text(evidence)}` : null,
  ].filter((line) => line !== null && line !== '') as string[];
}

function changes(before: Details, after: Details): string[] {
  return Object.entries(corrected)
    .filter(([name]) => name in after)
    .map(([name, title]) => `${title} ${valueText(name, before[name])} → ${valueText(name, after[name])}`);
}

function valueText(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '无';
  if (name === 'plateColor') return wordOf(plateColors, text(value));
  return name === 'cargoTonnes' ? tonnesText(text(value)) : text(value);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isDetails(value: unknown): value is Details {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
