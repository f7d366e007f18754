import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT } from '../support/packaged-template.ts';
import { readProjectFile } from '../support/project-files.ts';

/** The IAM service of each SDK client. */
const SERVICES: Readonly<Record<string, string>> = {
  cloudformation: 'cloudformation',
  'secrets-manager': 'secretsmanager',
  sns: 'sns',
  dynamodb: 'dynamodb',
  lambda: 'lambda',
};

/** The IAM actions of the calls in a source. Each of these calls has an action of the same name. */
const actionsIn = (source: string): string[] =>
  [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/(\w+)Command\b/g)].map(([, call]) => `${SERVICES[client] ?? client}:${call}`),
  );

it('docs/doctor.md lists the AWS permissions of the doctor’s calls, and no others', () => {
  const used = globSync('setup/**/*.ts', { cwd: ROOT }).flatMap((file) => actionsIn(readProjectFile(file)));
  const listed = [...readProjectFile('docs/doctor.md').matchAll(/^\| `(\w+:\w+)` \|/gm)].map(([, action]) => action);

  expect(listed.toSorted()).toEqual([...new Set(used)].toSorted());
  expect(listed).toContain('secretsmanager:GetSecretValue');
});
