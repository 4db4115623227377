/** The page under /api/docs: lists the API document by resource, every text set as text. */
export const docsPage = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>绿闸 接口说明</title>
<style>
body{font:15px/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1f2a26;max-width:64em;margin:0 auto;padding:1em}
h2{margin-top:2em;border-bottom:1px solid #d5dedb}summary{cursor:pointer;padding:.25em 0}code,.m{font-family:ui-monospace,monospace}
.m{display:inline-block;min-width:4.5em;font-weight:700;color:#0b6b4f}.d{color:#5c6b66;margin-left:.75em}
table{border-collapse:collapse;margin:.25em 0 1em}td,th{border:1px solid #d5dedb;padding:.15em .6em;text-align:left;vertical-align:top}
details{padding-left:.5em}details[open]{background:#f5f8f7}#find{font:inherit;padding:.3em .6em;width:20em}
</style></head><body>
<h1>绿闸 接口说明</h1>
<p>程序请带 <code>Authorization: Bearer 令牌</code>。机器可读的文档：<a href="/api/v1/openapi.json">/api/v1/openapi.json</a></p>
<p><label>查找 <input id="find" type="search" placeholder="路径或说明"></label></p>
<main id="list">正在读取……</main>
<script src="/api/docs/page.js"></script></body></html>`;

export const docsScript = `'use strict';
const make = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };
const typeOf = (s) => {
  if (!s) return '';
  if (s.enum) return s.enum.join(' | ');
  if (s.const !== undefined) return String(s.const);
  if (s.anyOf) return s.anyOf.map(typeOf).filter(Boolean).join(' | ');
  if (s.type === 'array') return typeOf(s.items) + '[]';
  return Array.isArray(s.type) ? s.type.join(' | ') : s.type || '';
};
const rows = (table, schema, prefix, depth) => {
  const own = schema && (schema.properties ? schema : (schema.anyOf || []).find((s) => s.properties) || (schema.items && schema.items.properties ? schema.items : null));
  if (!own) return;
  for (const [name, s] of Object.entries(own.properties)) {
    const tr = make('tr');
    const must = (own.required || []).includes(name);
    tr.append(make('td', prefix + name), make('td', s.title || ''), make('td', typeOf(s)), make('td', must ? '必填' : ''));
    table.append(tr);
    if (depth < 3) rows(table, s, prefix + name + (s.type === 'array' ? '[].' : '.'), depth + 1);
  }
};
const table = (title, schema) => {
  const box = make('div');
  const t = make('table');
  rows(t, schema, '', 0);
  if (t.rows && t.rows.length === 0) return box;
  box.append(make('strong', title), t);
  return box;
};
const operation = (path, method, op) => {
  const d = make('details');
  const s = make('summary');
  s.append(make('span', method.toUpperCase(), 'm'), make('code', path), make('span', op.summary || '', 'd'));
  d.append(s);
  d.dataset.text = (path + ' ' + (op.summary || '')).toLowerCase();
  d.addEventListener('toggle', () => {
    if (d.childElementCount > 1) return;
    const params = { properties: {}, required: [] };
    for (const p of op.parameters || []) { params.properties[p.name] = { title: (p.schema && p.schema.title) || p.description, ...p.schema }; if (p.required) params.required.push(p.name); }
    d.append(table('参数', params));
    const body = op.requestBody && Object.values(op.requestBody.content)[0];
    if (body) d.append(table('提交', body.schema));
    const ok = Object.entries(op.responses || {}).find(([code]) => code.startsWith('2'));
    const answer = ok && ok[1].content && Object.values(ok[1].content)[0];
    if (answer) d.append(table('返回', answer.schema));
  });
  return d;
};
fetch('/api/v1/openapi.json').then((r) => r.json()).then((doc) => {
  const list = document.getElementById('list');
  list.textContent = '';
  const groups = new Map();
  for (const [path, ops] of Object.entries(doc.paths)) for (const [method, op] of Object.entries(ops)) {
    const tag = (op.tags || ['其他'])[0];
    if (!groups.has(tag)) groups.set(tag, make('section'));
    groups.get(tag).append(operation(path, method, op));
  }
  for (const [tag, section] of groups) { section.prepend(make('h2', tag)); list.append(section); }
  document.getElementById('find').addEventListener('input', (e) => {
    const text = e.target.value.trim().toLowerCase();
    for (const d of list.querySelectorAll('details')) d.hidden = !d.dataset.text.includes(text);
    for (const section of list.children) section.hidden = !section.querySelector('details:not([hidden])');
  });
}).catch(() => { document.getElementById('list').textContent = '接口文档读取失败，请刷新重试'; });
`;
