import { Outlet } from '@tanstack/react-router';
import { ErrorBoundary } from './error-boundary.tsx';

export function Root() {
  return (
    <ErrorBoundary>
      <Outlet />
    </ErrorBoundary>
  );
}
