import { useEffect, useState } from 'react';
import { dateTimeText } from '../../lib/time.ts';

/** Now in ms, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Beijing time, to the second. */
export function Clock() {
  return (
    <time className="clock" title="北京时间">
      {dateTimeText(useNow())}
    </time>
  );
}
