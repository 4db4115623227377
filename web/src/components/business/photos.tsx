import { Button, Modal, Space } from 'antd';
import { type PointerEvent, useEffect, useState } from 'react';
import type { Snapshot } from '../../api/types.ts';

const words: Record<string, string> = { full: '全景', plate: '车牌', body: '车身', document: '证件' };

export interface Photo {
  kind: string;
  url: string;
  sha256?: string;
  caption?: string;
}

/** Thumbnails; a click opens the viewer. `size` is the height in px. */
export function Photos({ photos, size = 64, empty = '没有照片' }: { photos: (Snapshot | Photo)[]; size?: number; empty?: string }) {
  const [open, setOpen] = useState<number | null>(null);
  if (photos.length === 0) return <span className="gg-quiet">{empty}</span>;
  return (
    <div className="photos">
      {photos.map((photo, index) => (
        <button
          type="button"
          key={`${photo.url}-${index.toString()}`}
          className="photo-thumb"
          style={{ height: size, width: photo.kind === 'plate' ? size * 2.2 : size * 1.5 }}
          aria-label={`查看${words[photo.kind] ?? ''}照片`}
          onClick={(event) => {
            event.stopPropagation();
            setOpen(index);
          }}
        >
          <img src={photo.url} alt={`${words[photo.kind] ?? ''}照片`} loading="lazy" className={photo.kind === 'plate' ? 'photo-whole' : undefined} />
        </button>
      ))}
      <PhotoViewer photos={photos} open={open} onClose={() => setOpen(null)} />
    </div>
  );
}

/** The full picture with zoom, drag, turning and brightness, its plate crop and the other pictures beside it. Keys: + − 0, ← →. */
export function PhotoViewer({ photos, open, onClose }: { photos: (Snapshot | Photo)[]; open: number | null; onClose(): void }) {
  const [index, setIndex] = useState(0);
  const [scale, setScale] = useState(1);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const [turn, setTurn] = useState(0);
  const [light, setLight] = useState(1);
  const reset = () => {
    setScale(1);
    setShift({ x: 0, y: 0 });
    setTurn(0);
    setLight(1);
  };
  useEffect(() => {
    if (open !== null) {
      setIndex(open);
      setScale(1);
      setShift({ x: 0, y: 0 });
      setTurn(0);
      setLight(1);
    }
  }, [open]);

  const photo = photos[index];
  const zoom = (factor: number) => setScale((value) => Math.min(8, Math.max(1, value * factor)));
  const go = (step: number) => {
    setIndex((value) => (value + step + photos.length) % photos.length);
    reset();
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons === 1) setShift((value) => ({ x: value.x + event.movementX, y: value.y + event.movementY }));
  };
  const others = photos.map((item, place) => ({ item, place })).filter(({ place }) => place !== index);

  return (
    <Modal open={open !== null} onCancel={onClose} footer={null} width="min(1240px, 94vw)" style={{ top: 24 }} title={captionOf(photo)} destroyOnHidden>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shortcut for the buttons below */}
      <div
        className="viewer"
        onKeyDown={(event) => {
          if (event.key === '+' || event.key === '=') zoom(1.4);
          else if (event.key === '-') zoom(1 / 1.4);
          else if (event.key === '0') reset();
          else if (event.key === 'ArrowRight') go(1);
          else if (event.key === 'ArrowLeft') go(-1);
        }}
      >
        <div className="viewer-stage" onWheel={(event) => zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15)} onPointerMove={drag}>
          {photo ? (
            <img
              src={photo.url}
              alt={captionOf(photo)}
              draggable={false}
              style={{ transform: `translate(${shift.x}px, ${shift.y}px) scale(${scale}) rotate(${turn}deg)`, filter: `brightness(${light})` }}
            />
          ) : null}
        </div>
        <div className="viewer-side">
          <Space wrap>
            <Button size="small" onClick={() => zoom(1.4)}>
              放大
            </Button>
            <Button size="small" onClick={() => zoom(1 / 1.4)}>
              缩小
            </Button>
            <Button size="small" onClick={() => setTurn((value) => value + 90)}>
              旋转
            </Button>
            <Button size="small" onClick={() => setLight((value) => Math.min(3, value * 1.25))}>
              变亮
            </Button>
            <Button size="small" onClick={() => setLight((value) => Math.max(0.4, value / 1.25))}>
              变暗
            </Button>
            <Button size="small" onClick={reset}>
              还原
            </Button>
          </Space>
          {others.map(({ item, place }) => (
            <figure key={item.url + place.toString()}>
              <button type="button" className="photo-thumb" style={{ width: '100%' }} onClick={() => go(place - index)}>
                <img src={item.url} alt={captionOf(item)} />
              </button>
              <figcaption>{captionOf(item)}</figcaption>
            </figure>
          ))}
          {photo?.sha256 ? (
            <div className="gg-quiet">
              照片指纹（SHA-256），写在台账条目里
              <div className="gg-mono">{photo.sha256}</div>
            </div>
          ) : null}
        </div>
      </div>
    </Modal>
  );
}

function captionOf(photo: Snapshot | Photo | undefined): string {
  if (!photo) return '照片';
  return ('caption' in photo && photo.caption) || `${words[photo.kind] ?? ''}照片`;
}
