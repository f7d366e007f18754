import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/packaged-template.ts';
import { readParameters } from './template/settings.ts';

const require = createRequire(import.meta.url);
const PARTS = ['settings.cjs', 'tags.cjs', 'monitoring.cjs', 'schedules.cjs', 'settings.cjs'];
const file = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
const configuration = { ...file, params: { default: readParameters(file.params.default) } };
const VARIABLES: Readonly<Record<string, string>> = {
  'self:service': file.service,
  'self:provider.stage': 'dev',
  'self:provider.region': 'eu-central-1',
};

interface Tools {
  readonly options: object;
  readonly resolveVariable: (name: string) => Promise<unknown>;
  readonly resolveConfigurationProperty: (path: readonly string[]) => Promise<unknown>;
}

/**
 * Like the resolver of Serverless Framework 4: it processes one graph at a time, and an overlapping look-up waits for
 * ever for a node that is never processed. Here it rejects, so that a test does not have to wait.
 */
const resolverOf4 = () => {
  const asked: string[] = [];
  let inWork: string | undefined;
  const alone = async (name: string, value: unknown) => {
    if (inWork !== undefined) throw new Error(`${name} overlaps with ${inWork}`);
    inWork = name;
    asked.push(name);
    await turn();
    inWork = undefined;
    return value;
  };
  const tools: Tools = {
    options: {},
    resolveVariable: (name) => alone(name, VARIABLES[name]),
    resolveConfigurationProperty: (path) =>
      alone(
        path.join('.'),
        path.reduce((value, key) => value?.[key], configuration),
      ),
  };
  return { asked, tools };
};

/** Loads a part of the template as the framework does. */
const load = (part: string): ((tools: Tools) => Promise<any>) => require(join(ROOT, 'infra', part));

beforeEach(() => {
  for (const path of Object.keys(require.cache)) if (path.endsWith('.cjs')) delete require.cache[path];
});

describe('the parts of the template that look something up', () => {
  // Promise.all over 40 parameters once made Serverless Framework 4 wait for ever.
  it('never do so at the same time, although they are made at the same time', async () => {
    const { asked, tools } = resolverOf4();

    const [settings, tags, monitoring] = await Promise.all(PARTS.map((part) => load(part)(tools)));

    expect(settings).toMatchObject({ SNAPSHOT_LIMIT: '5', TRACING: 'false' });
    expect(tags).toEqual({ service: file.service, stage: 'dev' });
    expect(monitoring.Resources).toHaveProperty('Dashboard');
    expect(asked.length).toBeGreaterThan(5);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('would be found to overlap', async () => {
    const { tools } = resolverOf4();

    const both = Promise.all([tools.resolveVariable('self:service'), tools.resolveVariable('self:provider.stage')]);

    await expect(both).rejects.toThrow('self:provider.stage overlaps with self:service');
  });

  it('look up again if a look-up had to wait for another variable, as osls says by an error', async () => {
    const { tools } = resolverOf4();
    const missing = Object.assign(new Error('not yet'), { code: 'MISSING_VARIABLE_DEPENDENCY' });
    const early = { ...tools, resolveVariable: () => Promise.reject(missing) };
    const settings = load('settings.cjs');

    await expect(settings(early)).rejects.toBe(missing);
    expect(await settings(tools)).toMatchObject({ SNAPSHOT_LIMIT: '5' });
  });
});
