import { Form, Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { JsonSchema } from '../../api/types.ts';
import { fromPairs, plain, toPairs, typeOf } from './schema-settings.ts';

type Path = string[];

const isSecret = (schema: JsonSchema) => schema['x-secret'] === true || schema.secret === true || schema.format === 'password';

/** Fields for the settings of a device or platform, drawn from the JSON Schema of its adapter. Use inside an antd Form. */
export function SchemaFields({ schema, at = [] }: { schema: JsonSchema; at?: Path }) {
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, member]) => (
        <SchemaField key={name} name={name} schema={plain(member)} path={[...at, name]} required={schema.required?.includes(name) ?? false} />
      ))}
    </>
  );
}

function SchemaField({ name, schema, path, required }: { name: string; schema: JsonSchema; path: Path; required: boolean }) {
  const label = schema.title ?? name;
  const type = typeOf(schema);
  if (type === 'object' && schema.properties) {
    return (
      <section className="schema-group" aria-label={label}>
        <h4>{label}</h4>
        {schema.description ? <p className="gg-quiet">{schema.description}</p> : null}
        <SchemaFields schema={schema} at={path} />
      </section>
    );
  }
  const hint = hintOf(schema);
  // A required field that has a default need not be typed in.
  const must = required && schema.default === undefined && type !== 'boolean';
  return (
    <Form.Item
      name={path}
      label={label}
      {...(hint ? { extra: hint } : {})}
      {...(type === 'boolean' ? { valuePropName: 'checked' } : {})}
      {...(must ? { rules: [{ required: true, message: `请填写${label}` }] } : {})}
      {...(type === 'object' ? { normalize: fromPairs, getValueProps: (value: unknown) => ({ value: toPairs(value) }) } : {})}
    >
      {inputOf(schema, type, label)}
    </Form.Item>
  );
}

function hintOf(schema: JsonSchema): ReactNode {
  const parts = [
    schema.description,
    schema.default !== undefined && schema.default !== '' && (typeof schema.default === 'string' || typeof schema.default === 'number')
      ? `默认 ${enumWord(schema, schema.default)}`
      : null,
  ];
  return parts.filter(Boolean).join('。') || null;
}

function inputOf(schema: JsonSchema, type: string, label: string): ReactNode {
  if (schema.enum) return <Select aria-label={label} allowClear options={schema.enum.map((value) => ({ value, label: enumWord(schema, value) }))} />;
  if (type === 'boolean') return <Switch />;
  if (type === 'number' || type === 'integer') {
    const bounds = { ...(schema.minimum === undefined ? {} : { min: schema.minimum }), ...(bounded(schema.maximum) ? { max: schema.maximum } : {}) };
    return <InputNumber aria-label={label} style={{ width: '100%' }} {...bounds} {...(type === 'integer' ? { precision: 0 } : {})} />;
  }
  if (type === 'array') {
    const options = schema.items?.enum?.map((value) => ({ value: value as string }));
    return (
      <Select
        aria-label={label}
        mode={options ? 'multiple' : 'tags'}
        {...(options ? { options } : {})}
        tokenSeparators={[',', '，', ' ']}
        open={options ? undefined : false}
      />
    );
  }
  if (type === 'object') return <Input.TextArea aria-label={label} autoSize={{ minRows: 2, maxRows: 6 }} placeholder="每行一项：名称=值" />;
  if (isSecret(schema)) return <Input.Password aria-label={label} autoComplete="new-password" />;
  return <Input aria-label={label} placeholder={typeof schema.default === 'string' ? schema.default : ''} />;
}

function bounded(value: number | undefined): boolean {
  return value !== undefined && value < Number.MAX_SAFE_INTEGER;
}

/** Of values that adapters share and give no words for. */
const commonWords: Readonly<Record<string, string>> = { auto: '自动', always: '始终', never: '从不', on: '启用', off: '停用', in: '进', out: '出' };

function enumWord(schema: JsonSchema, value: string | number): string {
  const words = schema['x-words'];
  return words && typeof words === 'object' && String(value) in words
    ? String((words as Record<string, unknown>)[String(value)])
    : (commonWords[String(value)] ?? String(value));
}
