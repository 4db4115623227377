import { App } from 'antd';
import { copyText } from '../../lib/clipboard.ts';
import { type PlateColor, plateColors } from '../../lib/codes.ts';

const lowConfidence = 75;
const missing: Record<string, string> = { 'no-plate': '无牌车', unread: '未识别到号牌', invalid: '号牌不合规则' };

/** A plate drawn as a plate: ground and ink of its colour, a click copies it, a low confidence stands under it. */
export function PlateTag(props: {
  plateNumber: string | null;
  plateColor: PlateColor | null;
  confidence?: number | null;
  noPlateReason?: string | null;
  size?: 'small' | 'large' | 'huge';
}) {
  const { message } = App.useApp();
  const { plateNumber, confidence } = props;
  const color = props.plateColor ?? 'unknown';
  const size = props.size ?? 'small';
  if (plateNumber === null || plateNumber === '') {
    return (
      <span className={`plate plate-${size}`}>
        <span className="plate-none">{missing[props.noPlateReason ?? ''] ?? '无号牌'}</span>
      </span>
    );
  }
  const head = plateNumber.slice(0, 2);
  const tail = plateNumber.slice(2);
  const copy = () => {
    void copyText(plateNumber).then((copied) => (copied ? message.success(`已复制 ${plateNumber}`) : message.warning('浏览器不允许复制，请手工选取')));
  };
  return (
    <span className={`plate plate-${size} plate-${color}`}>
      <button
        type="button"
        className="plate-face"
        title={`${plateColors[color]}牌，点击复制`}
        aria-label={`号牌 ${plateNumber} ${plateColors[color]}`}
        onClick={(event) => {
          event.stopPropagation();
          copy();
        }}
      >
        {head}
        <span className="plate-dot" aria-hidden />
        {tail}
      </button>
      {typeof confidence === 'number' && confidence < lowConfidence ? <span className="plate-note">置信度 {Math.round(confidence)}</span> : null}
    </span>
  );
}
