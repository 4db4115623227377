import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { LiveProvider, useLive } from '../api/live.tsx';
import { readSession, sessionKey } from '../api/session.ts';
import { gapsKey } from '../api/sites.ts';
import { ErrorState, Loading } from '../components/ui/states.tsx';
import { useUrlValues } from '../components/ui/url-state.ts';
import { ShellHeader } from './shell-header.tsx';
import { ShellMenu } from './shell-menu.tsx';
import { ShellNotes } from './shell-notes.tsx';

/** What stands around every page: heading, notices, menu. Nobody logged in: to the login. `?kiosk=1` leaves the page alone. */
export function Shell() {
  const session = useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000, refetchInterval: 300_000 });
  const { pathname, searchStr } = useLocation();
  if (session.error && !session.data) {
    if (session.error instanceof ApiError && session.error.code === 'SITE_SETUP_NEEDED') return <Navigate to={'/setup' as never} />;
    return <ErrorState fault={session.error} onRetry={() => void session.refetch()} />;
  }
  if (session.data === undefined) return <Loading />;
  if (session.data === null) return <ToLogin from={pathname + searchStr} />;
  return (
    <LiveProvider enabled={session.data.rights.includes('live.read')}>
      <Frame />
    </LiveProvider>
  );
}

/** Goes to the login once, keeping the page that was asked for: the address already changes while the login is on its way. */
function ToLogin({ from }: { from: string }) {
  const navigate = useNavigate();
  const [back] = useState(from);
  useEffect(() => {
    void navigate({ to: '/login' as never, search: (back.startsWith('/login') ? {} : { back }) as never, replace: true });
  }, [navigate, back]);
  return <Loading />;
}

function Frame() {
  const [values] = useUrlValues();
  const cache = useQueryClient();
  const gapsChanged = () => void cache.invalidateQueries({ queryKey: gapsKey });
  useLive('gap', gapsChanged);
  // A full disk cannot store its own interruption, and says so by a notice alone.
  useLive('notice', gapsChanged);
  if (values.kiosk === '1') {
    return (
      <div className="shell" style={{ gridTemplateRows: 'auto minmax(0, 1fr)' }}>
        <ShellNotes />
        <main className="shell-main">
          <Outlet />
        </main>
      </div>
    );
  }
  return (
    <div className="shell">
      <ShellHeader />
      <ShellNotes />
      <div className="shell-body">
        <ShellMenu />
        <main className="shell-main">
          <Outlet />
        </main>
      </div>
    </div>
  );
}
