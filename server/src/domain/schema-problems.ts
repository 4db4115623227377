import { z } from 'zod';

type Schema = z.core.$ZodType;

/** One complaint of zod: `params` are what its code says besides. */
export interface SchemaIssue {
  code: string;
  path: readonly string[];
  message: string;
  params: Readonly<Record<string, unknown>>;
}

const typeWords: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '列表',
  object: '对象',
  record: '对象',
  date: '日期',
};
const shownProblems = 3;

/** What is wrong, in one Chinese sentence that names each field by its schema's title, and the path of the first field for the form. */
export function describeIssues(issues: readonly SchemaIssue[], schema: unknown): { problem: string; field: string } {
  const sentences = issues.slice(0, shownProblems).map((issue) => {
    const name = issue.path.length === 0 ? '' : `「${titleOf(schema, issue.path)}」`;
    return name + sayProblem(issue);
  });
  const more = issues.length > shownProblems ? `；另有 ${issues.length - shownProblems} 处` : '';
  return { problem: sentences.join('；') + more, field: issues[0]?.path.join('.') ?? '' };
}

/** The same for zod's own error; `prefix` is where the value stands in the body, such as `settings`. */
export function describeZodError(error: z.core.$ZodError, schema: Schema, prefix: readonly string[] = []): { problem: string; field: string } {
  const issues = error.issues.map(({ path, code, message, ...params }): SchemaIssue => ({ code, path: path.map(String), message, params }));
  const { problem, field } = describeIssues(issues, schema);
  return { problem, field: [...prefix, field].filter((part) => part !== '').join('.') };
}

function sayProblem({ code, message, params }: SchemaIssue): string {
  switch (code) {
    case 'invalid_type':
      return message.includes('undefined') ? '必须填写' : `应为${typeWords[String(params.expected)] ?? String(params.expected)}`;
    case 'invalid_value': {
      const values = (params.values as unknown[]).map(String);
      return `应为 ${values.slice(0, 20).join('、')}${values.length > 20 ? '…' : ''} 之一`;
    }
    case 'too_small':
      if (params.origin === 'string') return params.minimum === 1 ? '不能为空' : `至少 ${String(params.minimum)} 个字符`;
      return params.origin === 'array' ? `至少 ${String(params.minimum)} 项` : `不能小于 ${String(params.minimum)}`;
    case 'too_big':
      if (params.origin === 'string') return `最多 ${String(params.maximum)} 个字符`;
      return params.origin === 'array' ? `最多 ${String(params.maximum)} 项` : `不能大于 ${String(params.maximum)}`;
    case 'unrecognized_keys':
      return `有不认识的内容 ${(params.keys as unknown[]).map(String).slice(0, 10).join('、')}`;
    case 'invalid_format':
      // Zod's own words for these would show a regular expression to a person.
      if (params.format === 'date') return '应为日期，如 2026-01-05';
      return typeof params.pattern === 'string' && message.includes(params.pattern) ? '格式不对' : message;
    default:
      return message;
  }
}

/** The titles on the way to a field; where a schema has none, the field's own name. */
function titleOf(schema: unknown, path: readonly string[]): string {
  const words: string[] = [];
  let at: Schema | null = schema instanceof z.core.$ZodType ? schema : null;
  for (const part of path) {
    at = at && stepInto(at, part);
    words.push((at && titleMeta(at)) ?? (/^\d+$/.test(part) ? `第 ${Number(part) + 1} 项` : part));
  }
  return words.join(' › ');
}

function stepInto(schema: Schema, part: string): Schema | null {
  const def = (unwrap(schema) as z.core.$ZodTypes)._zod.def;
  if (def.type === 'object') return def.shape[part] ?? null;
  if (def.type === 'array') return def.element;
  if (def.type === 'record') return def.valueType;
  return null;
}

function unwrap(schema: Schema): Schema {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if ('innerType' in def && def.innerType) return unwrap(def.innerType);
  return def.type === 'pipe' ? unwrap(def.in) : schema;
}

function titleMeta(schema: Schema): string | null {
  const title = z.globalRegistry.get(schema)?.title;
  if (typeof title === 'string') return title;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return 'innerType' in def && def.innerType ? titleMeta(def.innerType) : null;
}
