// The sentences of the launcher. Node 20 cannot load the catalogue, so they stand there too and a test holds both together.

const sentences = {
  SITE_COMMAND_UNKNOWN: { zh: '没有命令 {command}', next: '可用的命令：{commands}' },
  SITE_INSTALL_FAILED: { zh: '依赖安装失败', next: '请检查网络与 npm 源，然后重新运行同一命令' },
  SITE_NODE_TOO_OLD: { zh: '需要 Node 24 或更新版本，当前为 {version}', next: '请安装 Node 24 后重新运行' },
  SITE_START_FAILED: { zh: '无法启动：{problem}', next: '请检查文件权限与可用内存' },
  SITE_WEB_BUILD_FAILED: { zh: '网页生成失败，门禁照常运行', next: '请把以上内容告诉技术支持' },
};
export default sentences;

/** One line `CODE 中文说明 · 下一步` on stderr. */
export function tell(code, params = {}) {
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => params[name]);
  process.stderr.write(`${code} ${fill(sentences[code].zh)} · ${fill(sentences[code].next)}\n`);
}
