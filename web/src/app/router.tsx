import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { LoginPage } from './login-page.tsx';
import { NotFound } from './not-found.tsx';
import { pages } from './pages.ts';
import { Root } from './root.tsx';
import { SetupPage } from './setup-page.tsx';
import { Shell } from './shell.tsx';
import { StartPage } from './start-page.tsx';
import { WithRight } from './with-right.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, validateSearch: (search) => search as Record<string, string> });
const login = createRoute({ getParentRoute: () => root, path: '/login', component: LoginPage });
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: SetupPage });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
const home = createRoute({ getParentRoute: () => shell, path: '/', component: StartPage });

const pageRoutes = pages.map((page) => {
  const Component = lazy(page.load);
  return createRoute({
    getParentRoute: () => shell,
    path: page.path,
    component: () => (
      <WithRight page={page}>
        <Component />
      </WithRight>
    ),
  });
});

// Plain strings in the address: `?laneCode=01` stays the text 01.
const parseSearch = (text: string) => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Record<string, unknown>) => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};

export const router = createRouter({
  routeTree: root.addChildren([login, setup, shell.addChildren([home, ...pageRoutes])]),
  parseSearch,
  stringifySearch,
  defaultPreload: false,
});
