import { type ReactNode, Suspense } from 'react';
import { useMay } from '../api/session.ts';
import { Loading, NoPermission } from '../components/ui/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import type { PageInfo } from './pages.ts';

/** Draws a page for those who may see it; one broken page never takes the shell with it. */
export function WithRight({ page, children }: { page: PageInfo; children: ReactNode }) {
  const may = useMay();
  if (!may(page.right)) return <NoPermission right={page.right} />;
  return (
    <ErrorBoundary key={page.path}>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </ErrorBoundary>
  );
}
