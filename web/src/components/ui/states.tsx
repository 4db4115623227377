import { Alert, Button, Spin } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { ApiError } from '../../api/client.ts';

/** Says what will appear here and the one thing to do now. */
export function Empty({ title, next, action }: { title: string; next?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state-box">
      <h3>{title}</h3>
      {next ? <p>{next}</p> : null}
      {action}
    </div>
  );
}

export function Loading({ text = '正在读取…' }: { text?: string }) {
  return (
    <div className="state-box" role="status" aria-live="polite">
      <Spin />
      <p>{text}</p>
    </div>
  );
}

export interface Fault {
  message: string;
  next: string;
  code: string;
  requestId: string | null;
}

/** What happened, what to do, the code: of anything that was thrown. */
export function faultOf(fault: unknown): Fault {
  if (fault instanceof ApiError) return { message: fault.message, next: fault.next, code: fault.code, requestId: fault.requestId };
  return {
    message: '页面遇到了意外情况',
    next: '刷新页面；若仍然如此，请把代码告诉技术支持',
    code: fault instanceof Error ? `PAGE_${fault.name}` : 'PAGE_FAULT',
    requestId: null,
  };
}

export function ErrorState({ fault, onRetry }: { fault: unknown; onRetry?: () => void }) {
  if (fault instanceof ApiError && fault.status === 403) return <NoPermission />;
  const { message, next, code, requestId } = faultOf(fault);
  return (
    <div className="state-box" role="alert">
      <h3>{message}</h3>
      <p>{next}</p>
      <span className="state-code">
        {code}
        {requestId ? ` · ${requestId}` : ''}
      </span>
      {onRetry ? <Button onClick={onRetry}>重试</Button> : null}
    </div>
  );
}

/** The same inside a form or dialog, brought into sight where the form is longer than the screen. */
export function ErrorNote({ fault }: { fault: unknown }) {
  const { message, next, code, requestId } = faultOf(fault);
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each fault is brought into sight, also when it reads as the one before
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [fault]);
  return (
    <div ref={place} className="error-note">
      <Alert
        type="error"
        showIcon
        title={message}
        description={
          <>
            {next}
            <div className="state-code">
              {code}
              {requestId ? ` · ${requestId}` : ''}
            </div>
          </>
        }
      />
    </div>
  );
}

export function NoPermission({ right }: { right?: string }) {
  return (
    <div className="state-box" role="alert">
      <h3>您的账号不能查看这一页</h3>
      <p>请系统管理员在“账号”页为您换一个角色；其余页面可以照常使用。</p>
      <span className="state-code">ACCOUNT_NO_RIGHT{right ? ` · ${right}` : ''}</span>
    </div>
  );
}

/** Shows one of loading, error and content for a query. */
export function QueryView<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch(): unknown };
  children(data: T): ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState fault={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
