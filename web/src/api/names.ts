import { useQuery } from '@tanstack/react-query';
import { laneName } from '../lib/lane-name.ts';
import type { NameOf } from '../lib/subjects.ts';
import { get } from './client.ts';
import { useMay } from './session.ts';
import { useDevices, useEntrances, useLanes } from './sites.ts';
import type { Account, ApiToken, Page, Regulator, RuleSet } from './types.ts';

const all = { limit: 200 };

/** Names of entrances, lanes, devices, platforms, rule versions, accounts and tokens, as far as the person may read them. */
export function useNames(): NameOf {
  const may = useMay();
  const entrances = useEntrances(may('lanes.read')).data?.items;
  const lanes = useLanes(may('lanes.read')).data?.items;
  const devices = useDevices(may('devices.read')).data?.items;
  const regulators = useQuery({
    queryKey: ['regulators', 'all'],
    queryFn: () => get<Page<Regulator>>('/regulators', all),
    staleTime: 60_000,
    enabled: may('regulators.read'),
  }).data?.items;
  const rules = useQuery({
    queryKey: ['rules', 'all'],
    queryFn: () => get<Page<RuleSet>>('/rule-sets', all),
    staleTime: 60_000,
    enabled: may('rules.read'),
  }).data?.items;
  const managing = may('accounts.manage');
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: () => get<Page<Account>>('/accounts', all), staleTime: 60_000, enabled: managing }).data?.items;
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: () => get<Page<ApiToken>>('/tokens', all), staleTime: 60_000, enabled: managing }).data?.items;
  return (noun, id) => {
    if (noun === 'entrance') return entrances?.find((each) => each.id === id)?.name ?? null;
    if (noun === 'device') return devices?.find((each) => each.id === id)?.name ?? null;
    if (noun === 'regulator') return regulators?.find((each) => each.id === id)?.name ?? null;
    if (noun === 'rule-set') return versionName(rules?.find((each) => each.id === id));
    if (noun === 'account') return accounts?.find((each) => each.id === id)?.name ?? null;
    if (noun === 'token') return tokens?.find((each) => each.id === id)?.name ?? null;
    const lane = noun === 'lane' ? lanes?.find((each) => each.id === id) : undefined;
    const entrance = lane && entrances?.find((each) => each.id === lane.entranceId);
    return lane ? (entrance ? laneName({ entranceName: entrance.name, name: lane.name }) : lane.name) : null;
  };
}

function versionName(rules: RuleSet | undefined): string | null {
  if (!rules) return null;
  return rules.state === 'draft' ? '草稿' : `第 ${rules.version} 版`;
}
