import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkNames } from '../../infra/known-parameters.ts';
import { unchosenVisibility } from '../../infra/settings.ts';
import { packagedTemplate, readTemplate, runOsls, type Template } from '../support/packaged-template.ts';

const UNCHOSEN = /^LINK_VISIBILITY is not set: this deployment gets share links, which open without a login\./m;

describe('a deployment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'link-visibility-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('that chooses no kind of link is packaged, and says once in one line which it got', async () => {
    const { exitCode, output } = await runOsls(join(folder, 'unset'), {});

    expect(exitCode).toBe(0);
    expect(output.match(new RegExp(UNCHOSEN, 'gm'))).toHaveLength(1);
  });

  it('that chooses one hands it to the worker and says nothing', async () => {
    const { exitCode, output } = await runOsls(join(folder, 'set'), { LINK_VISIBILITY: 'login' });

    expect(exitCode).toBe(0);
    expect(output).not.toContain('LINK_VISIBILITY');
    const { WorkerLambdaFunction } = readTemplate(join(folder, 'set')).Resources;
    expect(WorkerLambdaFunction?.Properties['Environment'].Variables).toMatchObject({ LINK_VISIBILITY: 'login' });
  });

  it('that sets the old name is refused with what it is now', () => {
    const given = { options: ['SNAPSHOT_IS_PUBLIC=true'], blocks: {} };

    expect(() => checkNames(given)).toThrow(
      /^SNAPSHOT_IS_PUBLIC is replaced by LINK_VISIBILITY, because its name said the opposite of what it did: .*\.$/,
    );
  });

  it.each([
    [{}, true],
    [{ LINK_VISIBILITY: ' ' }, true],
    [{ LINK_VISIBILITY: 'share' }, false],
    [{ LINK_VISIBILITY: 'login' }, false],
  ])('that sets %j says which links it got: %s', (given, says) => {
    expect(unchosenVisibility(given) !== undefined).toBe(says);
  });
});

/** The logical ids that a part of the template names in `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`. */
const namedIn = (part: unknown): string[] => {
  if (Array.isArray(part)) return part.flatMap(namedIn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'Ref') return [value];
    if (key === 'Fn::GetAtt') return [Array.isArray(value) ? value[0] : value.split('.')[0]];
    if (key === 'DependsOn') return [value].flat();
    if (key !== 'Fn::Sub') return namedIn(value);
    const text = Array.isArray(value) ? value[0] : value;
    return [...[...text.matchAll(/\$\{(\w+)/g)].map(([, id]) => id ?? ''), ...namedIn(value)];
  });
};

/** A cycle of resources that need each other, which CloudFormation refuses; undefined if there is none. */
const circleIn = ({ Resources }: Template): string[] | undefined => {
  const done = new Set<string>();
  const from = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path, id];
    if (done.has(id)) return undefined;
    for (const next of namedIn(Resources[id])) {
      const circle = next in Resources ? from(next, [...path, id]) : undefined;
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  return Object.keys(Resources)
    .map((id) => from(id, []))
    .find((circle) => circle !== undefined);
};

describe('the packaged template: the address of the operator API', () => {
  it('is known to the worker, and makes no circle', async () => {
    const template = await packagedTemplate();
    const { Variables } = template.Resources['WorkerLambdaFunction']?.Properties['Environment'] ?? {};

    expect(Variables.PUBLIC_URL).toEqual({
      'Fn::If': ['HasPublicUrl', '', { 'Fn::Sub': 'https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}' }],
    });
    expect(namedIn(template.Resources['WorkerLambdaFunction'])).toContain('HttpApi');
    expect(circleIn(template)).toBeUndefined();
  });

  it('would be found to make one, if the API needed the worker', async () => {
    const template = structuredClone(await packagedTemplate());
    Object.assign(template.Resources['HttpApi'] ?? {}, { DependsOn: ['WorkerLambdaFunction'] });

    expect(circleIn(template)).toEqual(expect.arrayContaining(['HttpApi', 'WorkerLambdaFunction']));
  });

  it('has an alarm beside it for links that stayed off the topic', async () => {
    const { LinksWithheldAlarm } = (await packagedTemplate()).Resources;

    expect(LinksWithheldAlarm?.Properties).toMatchObject({ MetricName: 'LinksWithheld', Threshold: 1 });
    expect(LinksWithheldAlarm?.Properties['AlarmDescription']).toContain('#a-share-link-came-back');
  });
});
