import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/packaged-template.ts';

interface Rule {
  readonly matchPackageNames: readonly string[];
  readonly matchManagers?: readonly string[];
  readonly groupName?: string;
  readonly dependencyDashboardApproval?: boolean;
}

const readJson = (file: string) => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
const { packageRules: rules, rangeStrategy } = readJson('renovate.json') as {
  readonly packageRules: readonly Rule[];
  readonly rangeStrategy: string;
};
const { dependencies, devDependencies, optionalDependencies } = readJson('package.json');
const packages = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });

const ofNpm = rules.filter(({ matchManagers }) => matchManagers === undefined);

describe('renovate.json', () => {
  it.each(ofNpm.flatMap(({ matchPackageNames }) => matchPackageNames))(
    '%s matches a package that is used',
    (pattern) => {
      expect(packages.filter((name) => matchesGlob(name, pattern))).not.toEqual([]);
    },
  );

  it('has the clients of AWS in one group, and pins', () => {
    const { matchPackageNames = [] } = rules.find(({ groupName }) => groupName === 'aws-sdk') ?? {};
    const clients = packages.filter((name) => name.startsWith('@aws-sdk/'));

    expect(clients.length).toBeGreaterThan(5);
    expect(clients.filter((name) => !matchPackageNames.some((pattern) => matchesGlob(name, pattern)))).toEqual([]);
    expect(rangeStrategy).toBe('pin');
  });

  it.each(['@biomejs/biome', 'oxlint', 'oxlint-tsgolint', 'knip'])('%s waits for somebody who tries npm ci', (name) => {
    const waiting = rules.filter(({ matchPackageNames }) => matchPackageNames.includes(name));

    expect(waiting.map(({ dependencyDashboardApproval }) => dependencyDashboardApproval)).toEqual([true]);
  });
});
