import { beforeAll, describe, expect, it } from 'vitest';
import { ofType, packagedTemplate, type Template, whole } from '../support/packaged-template.ts';
import { readProjectFile } from '../support/project-files.ts';
import { OF_LAMBDA } from './iam/needed-actions.ts';

/* docs/security.md lists the actions of each role, for a permissions boundary. */

const ROWS: Readonly<Record<string, string>> = {
  '`webhook`': 'WebhookRole',
  '`captures`': 'CapturesRole',
  '`schedule`': 'ScheduleRole',
  '`worker`': 'WorkerRole',
  'EventBridge Scheduler': 'SchedulerRole',
};
const OF_THE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];
const SHARED = new Set([...OF_LAMBDA, ...OF_THE_KEY]);

const document = readProjectFile('docs/security.md');
const documentedOf = (row: string): string[] => {
  const line = document.split('\n').find((text) => text.startsWith(`| ${row} | `)) ?? '';
  return sorted(Array.from(line.matchAll(/`([a-z]+:[A-Z]\w+)`/g), ([, action = '']) => action));
};
const sorted = (actions: readonly string[]): string[] => [...new Set(actions)].toSorted();

let template: Template;
beforeAll(async () => {
  template = await packagedTemplate('planned');
});

const actionsOf = (role: string): string[] => {
  const beside = ofType(template, 'AWS::IAM::Policy')
    .map(([, { Properties }]) => Properties)
    .filter(({ Roles }) => Roles.some(({ Ref }: { readonly Ref: string }) => Ref === role));
  return [...(template.Resources[role]?.Properties['Policies'] ?? []), ...beside].flatMap((policy: any) =>
    whole<{ readonly Action: readonly string[] }>(policy.PolicyDocument.Statement).flatMap(({ Action }) => Action),
  );
};

describe('the actions of the roles in docs/security.md', () => {
  it('have a row for each role', () => {
    const roles = ofType(template, 'AWS::IAM::Role').map(([id]) => id);

    expect(Object.values(ROWS).toSorted()).toEqual(roles.toSorted());
  });

  it.each(Object.entries(ROWS))('are those of the template: %s', (row, role) => {
    const own = actionsOf(role).filter((action) => !SHARED.has(action));

    expect(documentedOf(row)).toEqual(sorted(own));
  });

  it('are those that the functions share', () => {
    const shared = Object.values(ROWS).flatMap((role) => actionsOf(role).filter((action) => SHARED.has(action)));

    expect(documentedOf('every function')).toEqual(sorted(shared));
  });
});
