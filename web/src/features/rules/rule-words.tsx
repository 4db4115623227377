import type { ReactNode } from 'react';
import type { RuleSet, StageLimit } from '../../api/types.ts';
import { Panel } from '../../components/ui/page.tsx';
import { directions, emissionStages, fuelTypes, vehicleTypes, wordOf } from '../../lib/codes.ts';

const classWords: Record<string, string> = {
  H: '货车',
  Q: '牵引车',
  Z: '专项作业车',
  K: '客车',
  B: '半挂车',
  G: '全挂车',
  H1: '重型货车',
  H2: '中型货车',
  H3: '轻型货车',
  H4: '微型货车',
  M: '摩托车',
  N: '三轮汽车',
  X: '其他',
};

/** A class of vehicles in words: a letter, a letter with a digit, or a full code. */
export function classWord(code: string): string {
  return classWords[code] ?? (code in vehicleTypes ? wordOf(vehicleTypes, code) : code);
}

/** A draft has no number before it is published. */
export function versionWord(rules: RuleSet): string {
  return rules.state === 'draft' ? '草稿' : `第 ${rules.version} 版`;
}

/** One stage limit as a sentence. */
export function limitSentence(limit: StageLimit): string {
  const classes = limit.vehicleClasses.length === 0 ? '所有车辆' : limit.vehicleClasses.map(classWord).join('、');
  const fuels = limit.fuelTypes.length === 0 ? '' : `${limit.fuelTypes.map((fuel) => wordOf(fuelTypes, fuel)).join('、')}的`;
  return `${fuels}${classes}，排放阶段${wordOf(emissionStages, limit.maxBarredStage)}及以下，禁止${directions[limit.direction]}厂`;
}

/** A pack of rules in words, in the order in which they speak. */
export function RuleWords({ rules, actions }: { rules: RuleSet; actions: ReactNode }) {
  return (
    <Panel title={`${rules.title}（${versionWord(rules)}）`} extra={actions ? <span style={{ display: 'flex', gap: 8 }}>{actions}</span> : null}>
      <ol className="rule-list">
        <li>黑名单、排放超标名单的车辆，禁止进厂；白名单、豁免名单和期限内的临时放行，允许进厂。</li>
        {rules.stageLimits.map((limit) => (
          <li key={limit.id}>
            <strong>{limitSentence(limit)}</strong>
            <span className="gg-quiet">（{limit.title}）</span>
          </li>
        ))}
        {rules.stageLimits.length === 0 ? <li>没有排放阶段限制。</li> : null}
        <li>{rules.requireReview ? '登记资料未经复核的车辆，请门卫核验。' : '登记资料未经复核也可自动放行。'}</li>
        <li>{rules.checkValidity ? '备案或年检过期的车辆，请门卫核验。' : '不检查备案与年检有效期。'}</li>
        <li>{rules.admitPassengerVehicles ? '已登记的客车放行。' : '客车与其他车辆同样按排放阶段判定。'}</li>
        <li>没有号牌、识别不清、未登记、排放阶段未知、疑似假牌、号牌颜色与登记不符的车辆，按通道设置处理，通常请门卫核验。</li>
        <li>已进厂的车辆允许出厂；没有进厂记录的请门卫核验。</li>
      </ol>
      <p className="gg-quiet" style={{ marginBottom: 0 }}>
        依据：{rules.source || '未注明'}
      </p>
    </Panel>
  );
}
