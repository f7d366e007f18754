import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: Record<string, any>;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { readonly Value: unknown; readonly Condition?: string }>;
  readonly Conditions: Record<string, unknown>;
}

export const ofType = ({ Resources }: Template, type: string): [string, Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** A list of the template with all conditions true: the first side of each `Fn::If`. */
export const whole = <T>(list: readonly (T | { readonly 'Fn::If': readonly [string, T, unknown] })[]): T[] =>
  list.map((item) => (isConditional(item) ? item['Fn::If'][1] : item));

const isConditional = <T>(item: T | { readonly 'Fn::If': readonly [string, T, unknown] }) =>
  typeof item === 'object' && item !== null && 'Fn::If' in item;

/** The default stack, and the same stack with two schedules. */
export const TEMPLATES = ['plain', 'planned'] as const;
type TemplateName = (typeof TEMPLATES)[number];

const PLANNED = `
- name: monday-baseline
  schedule: cron(0 6 ? * MON *)
  timezone: Europe/Berlin
  hours: 24
  tests: [{ testId: 3417721, aid: 74411 }]
- name: hourly
  schedule: rate(1 hour)
  tests: [{ testId: 3417762 }]
`;

/**
 * Packages in a separate folder, because osls writes to .serverless in its working folder and two runs would overwrite
 * each other. Packaging needs no credentials and no network. `files` replace or join those of the project.
 */
export const runOsls = (
  folder: string,
  variables: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
) => {
  mkdirSync(folder, { recursive: true });
  for (const part of ['serverless.yml', 'package.json', 'schedules.yml', 'dist']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'infra'), join(folder, 'infra')); // a link, so that its imports resolve
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true', ...variables };
  return new Promise<{ readonly exitCode: number; readonly output: string }>((resolve) => {
    const osls = join(ROOT, 'node_modules/.bin/osls');
    const child = execFile(osls, ['package', ...args], { cwd: folder, env }, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? 1, output: `${stdout}${stderr}` }),
    );
  });
};

/** The template that `runOsls` has packaged in a folder. */
export const readTemplate = (folder: string): Template =>
  JSON.parse(readFileSync(join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8'));

/** The packaged template. The first call packages it for all test files of the run. */
export const packagedTemplate = async (name: TemplateName = 'plain'): Promise<Template> => {
  const folder = join(inject('templateFolder'), name);
  const result = join(folder, 'result.json');
  if (isFirst(folder)) await packageInto(folder, name, result);
  while (!existsSync(result)) await sleep(50);
  const { exitCode, output } = JSON.parse(readFileSync(result, 'utf8'));
  if (exitCode !== 0) throw new Error(output);
  return readTemplate(join(folder, 'package'));
};

const isFirst = (folder: string): boolean => {
  mkdirSync(dirname(folder), { recursive: true });
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false; // another test file has made it
  }
};

const packageInto = async (folder: string, name: TemplateName, result: string): Promise<void> => {
  const schedules = join(folder, 'schedules.yml');
  writeFileSync(schedules, name === 'planned' ? PLANNED : '[]');
  const outcome = await runOsls(join(folder, 'package'), { SCHEDULES_FILE: schedules });
  writeFileSync(`${result}.part`, JSON.stringify(outcome));
  renameSync(`${result}.part`, result);
};
