import type { PassageDetail } from '../../api/types.ts';
import { ReasonText } from '../../components/business/reason-text.tsx';
import { OutcomeTag, StateTag } from '../../components/business/state-tags.tsx';
import { Facts } from '../../components/ui/page.tsx';
import { fuelTypes, laneModes, lanePaths, listKinds, reviewStates, wordOf } from '../../lib/codes.ts';
import { dateTimeText } from '../../lib/time.ts';

interface FactsShape {
  lane?: { mode?: string; minConfidence?: number; noPlate?: string; unread?: string; unregistered?: string; emergencyVehicle?: string };
  vehicle?: {
    plateNumber?: string;
    version?: number;
    reviewState?: string;
    validUntil?: string | null;
    inspectionUntil?: string | null;
    fuelType?: string;
  } | null;
  vehiclesWithPlate?: number;
  lists?: { list: string; reason: string; endAt: string | null }[];
  openVisit?: { visitId: string; enteredAt: string } | null;
}

/** The decision with its reasons, the facts it was made from, and the same decision computed again now. */
export function PassageDecision({ passage }: { passage: PassageDetail }) {
  const facts = (passage.facts ?? null) as FactsShape | null;
  const replay = passage.decisionReplay;
  return (
    <div style={{ display: 'grid', gap: 4 }}>
      <section className="section">
        <h3 className="section-title">判定</h3>
        <div style={{ display: 'flex', gap: 10, alignItems: 'baseline', marginBottom: 6 }}>
          <OutcomeTag outcome={passage.outcome} />
          <span className="gg-quiet">规则第 {passage.ruleSetVersion} 版</span>
        </div>
        <ReasonText reasons={passage.reasons} />
      </section>
      <section className="section">
        <h3 className="section-title">重算</h3>
        {replay ? (
          <>
            <StateTag tone={replay.same ? 'admit' : 'deny'}>{replay.same ? '用当时的规则和事实重算，结果一致' : '用当时的规则和事实重算，结果不一致'}</StateTag>
            {replay.same ? null : (
              <div style={{ marginTop: 8 }}>
                <OutcomeTag outcome={replay.outcome} />
                <ReasonText reasons={replay.reasons} />
              </div>
            )}
          </>
        ) : (
          <p className="gg-quiet">没有重算结果。</p>
        )}
      </section>
      <section className="section">
        <h3 className="section-title">当时的事实</h3>
        {facts ? (
          <Facts
            items={[
              ['通道方式', wordOf(laneModes, facts.lane?.mode)],
              ['最低置信度', facts.lane?.minConfidence],
              ['无牌车', wordOf(lanePaths, facts.lane?.noPlate)],
              ['未识别', wordOf(lanePaths, facts.lane?.unread)],
              ['未登记', wordOf(lanePaths, facts.lane?.unregistered)],
              ['应急车辆', facts.lane?.emergencyVehicle === 'admit' ? '直接放行' : '请门卫核验'],
              [
                '登记车辆',
                facts.vehicle
                  ? `${facts.vehicle.plateNumber ?? ''} 第 ${facts.vehicle.version ?? '?'} 版，${wordOf(fuelTypes, facts.vehicle.fuelType)}，${wordOf(reviewStates, facts.vehicle.reviewState)}`
                  : '没有对应的登记车辆',
              ],
              ['同号牌登记数', facts.vehiclesWithPlate],
              ['备案有效期至', facts.vehicle?.validUntil],
              ['年检有效期至', facts.vehicle?.inspectionUntil],
              ['有效名单', (facts.lists ?? []).map((item) => `${wordOf(listKinds, item.list)}（${item.reason}）`).join('；') || '不在任何名单'],
              ['厂内状态', facts.openVisit ? `在厂，${dateTimeText(facts.openVisit.enteredAt)} 进厂` : '不在厂内'],
            ]}
          />
        ) : (
          <p className="gg-quiet">没有事实记录。</p>
        )}
        {passage.facts ? (
          <details style={{ marginTop: 8 }}>
            <summary>全部事实（原文）</summary>
            <pre className="gg-mono json">{JSON.stringify(passage.facts, null, 2)}</pre>
          </details>
        ) : null}
      </section>
    </div>
  );
}
