import { variablesOf } from '../../../lib/runtime/config.ts';
import type { FunctionName } from '../../../lib/runtime/function-names.ts';
import { ofType, type Template } from '../../support/packaged-template.ts';

/** Variables that Powertools reads, not this project's configuration. */
const POWERTOOLS = ['POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME'];

/** Environment variables that a function has and does not read, or reads and does not have. */
export const variableFindings = (template: Template): string[] =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
    const given = Object.keys(Properties['Environment'].Variables);
    const name = Properties['Handler'].split('/')[1] as FunctionName;
    const read = [...variablesOf(name), ...POWERTOOLS];
    return [
      ...given.filter((variable) => !read.includes(variable)).map((variable) => `${id}: ${variable} is read by nobody`),
      ...read.filter((variable) => !given.includes(variable)).map((variable) => `${id}: ${variable} is not set`),
    ];
  });

/** A parameter of serverless.yml with its default as text. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * The parameters of serverless.yml, read from `NAME: ${env:NAME, 'default'}`. In any other form the environment could
 * not override them.
 */
export const readParameters = (params: Readonly<Record<string, string>>): Parameters =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const [, variable, fallback] = /^\$\{env:(\w+), '(.*)'\}$/.exec(value) ?? [];
      return [name, variable === name && fallback !== undefined ? fallback : `not ${value}`];
    }),
  );

/** Parameters that the document lacks, describes wrongly, or describes although they do not exist. */
export const parameterFindings = (parameters: Parameters, names: readonly string[], document: string): string[] => {
  const [parametersPart = ''] = document.split('## What the stack sets');
  const rows = parametersPart.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm);
  const told = new Map([...rows].map(([, name = '', fallback = '']) => [name, fallback.trim()]));
  return [
    ...names.filter((name) => !(name in parameters)).map((name) => `${name}: serverless.yml has no such parameter`),
    ...Object.entries(parameters).flatMap(([name, fallback]) => [
      ...(names.includes(name) ? [] : [`${name}: nobody checks this parameter`]),
      ...defaultFindings(name, fallback, told.get(name)),
    ]),
    ...[...told.keys()].filter((name) => !(name in parameters)).map((name) => `${name}: documented, and not there`),
  ];
};

const defaultFindings = (name: string, fallback: string, told: string | undefined): string[] => {
  if (told === undefined) return [`${name}: not documented`];
  const isRight = fallback === '' ? told.startsWith('none') : told === `\`${fallback}\``;
  return isRight ? [] : [`${name}: the default is ${fallback || 'none'}, the document says ${told}`];
};
