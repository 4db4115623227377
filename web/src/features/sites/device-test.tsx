import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { post } from '../../api/client.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { ErrorNote } from '../../components/ui/states.tsx';

interface TestResult {
  ok: boolean;
  steps: { title: string; ok: boolean; message: string }[];
}

/** Tests a device now, step by step. Never opens the barrier by itself. */
export function DeviceTest({ id }: { id: string }) {
  const test = useMutation({ mutationFn: () => post<TestResult>(`/devices/${id}/test`) });
  return (
    <div>
      <Button type="primary" loading={test.isPending} onClick={() => test.mutate()}>
        联调测试
      </Button>
      {test.error ? <ErrorNote fault={test.error} /> : null}
      {test.data ? (
        <ol className="test-steps" aria-label="测试结果">
          {test.data.steps.map((step) => (
            <li key={step.title}>
              <StateTag tone={step.ok ? 'admit' : 'deny'}>{step.title}</StateTag> {step.message}
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
