import { Link } from '@tanstack/react-router';
import type { PassageDetail } from '../../api/types.ts';
import { Photos } from '../../components/business/photos.tsx';
import { ReasonText } from '../../components/business/reason-text.tsx';
import { BarrierTag, StageTag, StateTag } from '../../components/business/state-tags.tsx';
import { Facts } from '../../components/ui/page.tsx';
import { codeAndWord, directions, fuelTypes, outcomes, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

const questionWords: Record<string, string> = {
  'second-in': '同一车牌上次进厂还没有出厂记录',
  'orphan-out': '出厂没有对应的进厂记录',
  'colour-changed': '进出的号牌颜色不一致',
};

export function PassageOverview({ passage }: { passage: PassageDetail }) {
  const { vehicle, answer } = passage;
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <Photos photos={passage.snapshots} size={150} />
      <ReasonText reasons={passage.reasons} />
      {(passage.questions ?? []).map((question) => (
        <StateTag key={question} tone="ask">
          {questionWords[question] ?? question}
        </StateTag>
      ))}
      <Facts
        items={[
          ['方向', `${directions[passage.direction]}，${passage.entranceCode} 出入口 ${passage.laneCode} 道闸`],
          ['设备时间', dateTimeText(passage.capturedAt)],
          ['接收时间', dateTimeText(passage.receivedAt)],
          ['识别', passage.confidence === null ? '设备未给置信度' : `置信度 ${Math.round(passage.confidence)}`],
          ['来源', passage.live ? '实时识别' : '补传识别，不动作道闸'],
          ['道闸', <BarrierTag key="barrier" state={passage.barrier} />],
          ['是否通过', passage.passed === undefined ? null : passage.passed ? '已通过' : '未通过'],
          ['人工核验', answer ? `${answer.lift ? '人工抬杆' : outcomes[answer.outcome]}：${answer.reason}（${answer.by}，${dateTimeText(answer.at)}）` : null],
          ['再次识别', passage.evidenceCount > 0 ? `合并窗口内又识别 ${passage.evidenceCount} 次，只作证据，不再开闸` : null],
          ['货物', passage.cargoName],
          ['运输量（吨）', tonnesText(passage.cargoTonnes)],
          [
            '所属台账行',
            passage.visitId ? (
              <Link key="visit" to={'/visits' as never} search={{ id: passage.visitId } as never}>
                查看进出厂台账
              </Link>
            ) : null,
          ],
        ]}
      />
      <section className="section">
        <h3 className="section-title">车辆信息（通行时）</h3>
        {vehicle ? (
          <Facts
            items={[
              [
                '排放标准',
                <StageTag key="stage" stage={vehicle.emissionStage} substage={vehicle.emissionSubstage ?? null} reviewState={vehicle.reviewState ?? null} />,
              ],
              ['燃料类型', wordOf(fuelTypes, vehicle.fuelType)],
              ['车辆类型', codeAndWord(vehicleTypes, vehicle.vehicleType)],
              [
                'VIN',
                vehicle.vin ? (
                  <span key="vin" className="gg-mono">
                    {vehicle.vin}
                  </span>
                ) : null,
              ],
              ['车队名称', vehicle.fleetName ?? null],
            ]}
          />
        ) : (
          <p className="gg-quiet">这辆车没有登记，车辆信息未知。</p>
        )}
      </section>
      {passage.frame ? (
        <details>
          <summary>设备原始报文（{passage.frame.contentType ?? '类型未知'}）</summary>
          <pre className="gg-mono json">{passage.frame.text}</pre>
        </details>
      ) : null}
    </div>
  );
}
