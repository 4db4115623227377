import { useEffect, useRef, useState } from 'react';
import { keep, kept } from '../../lib/kept.ts';

/** Two short tones by the sound card itself: no file, no network. Silent where the browser has not yet been touched. */
function ring(): void {
  try {
    const context = new AudioContext();
    const at = context.currentTime;
    for (const [index, frequency] of [880, 1174].entries()) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.0001, at + index * 0.18);
      volume.gain.exponentialRampToValueAtTime(0.25, at + index * 0.18 + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + index * 0.18 + 0.16);
      tone.connect(volume).connect(context.destination);
      tone.start(at + index * 0.18);
      tone.stop(at + index * 0.18 + 0.17);
    }
    setTimeout(() => void context.close(), 800);
  } catch {
    return;
  }
}

/** Rings when a question appears that was not there before, unless muted. Returns the mute switch. */
export function useQuestionSound(ids: string[] | undefined): { muted: boolean; setMuted(muted: boolean): void } {
  const [muted, setMutedState] = useState(() => kept('live.muted', false));
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!ids) return;
    const fresh = known.current !== null && ids.some((id) => !known.current?.has(id));
    known.current = new Set(ids);
    if (fresh && !muted) ring();
  }, [ids, muted]);
  return {
    muted,
    setMuted: (next) => {
      setMutedState(next);
      keep('live.muted', next);
      if (!next) ring();
    },
  };
}
