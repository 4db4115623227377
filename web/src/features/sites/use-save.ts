import { App } from 'antd';
import { useState } from 'react';

/** Runs a change, keeps its fault for the form and says when it is done. */
export function useSave(): { busy: boolean; fault: unknown; save<T>(job: () => Promise<T>, done: string): Promise<T | null> } {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  return {
    busy,
    fault,
    async save(job, done) {
      setBusy(true);
      setFault(null);
      try {
        const result = await job();
        void message.success(done);
        return result;
      } catch (caught) {
        setFault(caught);
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
