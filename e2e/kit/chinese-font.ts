import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where Debian's fonts-noto-cjk puts its font; the list of a package outlives the package, its files do not. */
const debianFont = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

/** Whether the system has a font with Chinese characters; without one a browser draws the same empty box for each. */
export function hasChineseFont(): boolean {
  if (existsSync(debianFont)) return true;
  const fonts = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return fonts.status === 0 && fonts.stdout.trim() !== '';
}
