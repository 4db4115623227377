import { z } from 'zod';
import type { Actor } from '../../domain/ledger/entry.ts';
import { changeOf } from '../../domain/schema-change.ts';
import type { WriteTx } from '../../storage/contract.ts';

/** The settings of the site as one value under the name `site`; a missing member has its default. */
export const siteSettings = z.object({
  name: z.string().trim().min(1).max(100).default('未命名厂区').meta({ title: '企业（厂区）名称' }),
  siteCode: z.string().trim().max(50).default('').meta({ title: '企业编码' }),
  address: z.string().trim().max(200).default('').meta({ title: '地址' }),
  timeZone: z
    .string()
    .regex(/^[+-]([01]\d|2[0-3]):[0-5]\d$/, '应为如 +08:00 的时差')
    .default('+08:00')
    .meta({ title: '时区' }),
  publicBaseUrl: z
    .union([z.url({ protocol: /^https?$/, error: '应为 http:// 或 https:// 开头的网址' }), z.literal('')])
    .default('')
    .meta({ title: '对外访问地址' }),
  twoPersonReview: z.boolean().default(false).meta({ title: '登记与复核须由两人完成' }),
  passwordPolicy: z
    .object({
      minLength: z.number().int().min(1).max(64).default(8).meta({ title: '最小长度' }),
      minClasses: z.number().int().min(1).max(4).default(3).meta({ title: '字符种类' }),
    })
    .default({ minLength: 8, minClasses: 3 })
    .meta({ title: '密码要求' }),
  // A busy gate keeps about 1 GB of pictures a day: two GB are two days to act in, five per cent are more on a larger disk.
  diskAlarm: z
    .object({
      freePercent: z.number().min(0).max(50).default(5).meta({ title: '剩余低于总量的百分比' }),
      freeGigabytes: z.number().min(0).max(10_000).default(2).meta({ title: '剩余低于（GB）' }),
    })
    .default({ freePercent: 5, freeGigabytes: 2 })
    .meta({ title: '磁盘空间报警' }),
  idleMinutes: z.number().int().min(5).max(720).default(30).meta({ title: '无操作自动退出（分钟）' }),
  // A guard's screen is watched around the clock; logged out, nobody could open the barrier.
  guardIdleMinutes: z.number().int().min(5).max(720).default(720).meta({ title: '门卫岗亭无操作自动退出（分钟）' }),
});
/** A change of the settings: members that are not sent stay as they are. */
export const siteChange = changeOf(siteSettings);
export type SiteSettings = z.output<typeof siteSettings>;

/** The settings in force; immediate. */
export function readSiteSettings(source: Pick<WriteTx, 'query'>): SiteSettings {
  return siteSettings.parse(source.query('setting.get', { name: 'site' }) ?? {});
}

/** Stores all settings; the caller writes the entry. */
export function writeSiteSettings(tx: WriteTx, settings: SiteSettings): void {
  tx.query('setting.put', { name: 'site', value: settings });
}

/** Changes some settings and writes what was before and after. */
export function changeSiteSettings(tx: WriteTx, change: Partial<SiteSettings>, { at, by }: { at: number; by: Actor }): SiteSettings {
  const before = readSiteSettings(tx);
  const after = siteSettings.parse({ ...before, ...change });
  writeSiteSettings(tx, after);
  const changed = (Object.keys(after) as (keyof SiteSettings)[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (changed.length > 0) {
    const pick = (from: SiteSettings) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    tx.append({
      kind: 'act',
      subject: `site:${tx.siteId}`,
      at: new Date(at).toISOString(),
      by,
      body: { action: 'site.update', target: `site:${tx.siteId}`, details: { before: pick(before), after: pick(after) } },
    });
  }
  return after;
}
