import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './support/packaged-template.ts';
import { readProjectFile } from './support/project-files.ts';

/* Every name that the documents give a reader to type exists: scripts, their options, files, parameters, variables. */

/** The changelog names what is gone, too. */
const PAGES = globSync(['*.md', 'docs/**/*.{md,yaml}'], { cwd: ROOT }).filter((page) => page !== 'CHANGELOG.md');

const { scripts } = JSON.parse(readProjectFile('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const { params } = parse(readProjectFile('serverless.yml'), { logLevel: 'error' }) as {
  readonly params: { readonly default: object };
};

const filesOf = (folder: string): string[] =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => !name.includes('node_modules') && statSync(`${ROOT}${name}`).isFile());

const CODE_FOLDERS = ['lib', 'infra', 'build', 'local', 'setup', 'bench', 'handlers', 'test', '.ci', '.github'];
/** Everything that could read a variable, but not this file. */
const code = [...CODE_FOLDERS.flatMap((folder) => filesOf(folder)), 'serverless.yml', 'package.json']
  .filter(
    (file) => /(\.([cm]?[jt]s|yml|css)|run|package\.json)$/.test(file) && !file.endsWith('documented-names.test.ts'),
  )
  .map(readProjectFile)
  .join('\n');

/** Stand for any parameter, and for the argument of a shell function. */
const PLACEHOLDERS = new Set(['NAME', 'LOG_GROUP']);
/** Names of others: variables that only commands read, and words of CloudFormation. */
const FOREIGN_VARIABLES = new Set([
  'AWS_DEFAULT_REGION',
  'CAPABILITY_NAMED_IAM',
  'DETECTION_IN_PROGRESS',
  'DETECTION_COMPLETE',
  'AWS_PAGER',
  'AWS_PROFILE',
  'ORIG_HEAD',
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'DELETE_FAILED',
  'REVIEW_IN_PROGRESS',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
]);

/** The sources that read the arguments of a script. */
const OPTION_SOURCES: Readonly<Record<string, readonly string[]>> = {
  start: ['local/options.ts', 'local/output/usage.ts'],
  invoke: ['local/invoke.ts'],
  doctor: ['setup/doctor/command-line.ts', 'setup/doctor/options.ts'],
  connect: ['setup/connect/command-line.ts', 'setup/connect/options.ts'],
};

/** Faults of one page, one sentence each. */
const faultsIn = (text: string): string[] => {
  const matches = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
  const used = [...text.replaceAll('\\\n', ' ').matchAll(/\bnpm (?:run (?:-s )?)?([a-z][\w:-]*) -- ([^`#|\n]*)/g)];
  return [
    ...matches(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)
      .filter((name) => !(name in scripts))
      .map((name) => `no script ${name}`),
    ...used.flatMap(([, script = '', rest = '']) => unknownOptions(script, rest)),
    ...matches(/--param ([A-Z][A-Z_]+)/g)
      .filter((name) => !PLACEHOLDERS.has(name) && !(name in params.default))
      .map((name) => `no parameter ${name}`),
    ...matches(/`((?:lib|test|docs|infra|build|local|setup|bench|handlers|events|\.github|\.ci)\/[\w./-]*)`/g)
      .filter((path) => !existsSync(`${ROOT}${path}`))
      .map((path) => `no file ${path}`),
    ...matches(/\b([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)\b/g)
      .filter((name) => !FOREIGN_VARIABLES.has(name) && !PLACEHOLDERS.has(name) && !isOfThePage(name, text))
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(code))
      .map((name) => `nothing reads ${name}`),
  ];
};

/** Whether a command of the page sets a variable for the commands after it, and not for a command behind it in its line. */
const isOfThePage = (name: string, text: string): boolean =>
  new RegExp(`^${name}=(\\$\\(|\\S+( *[;#].*)?$)`, 'm').test(text);

const unknownOptions = (script: string, rest: string): string[] => {
  const source = OPTION_SOURCES[script]?.map(readProjectFile).join('\n');
  if (source === undefined) return [];
  const options = [...rest.matchAll(/(?:^|\s)--([a-z][a-z-]*)/g)].map(([, name = '']) => name);
  return options
    .filter(
      (name) => name !== 'help' && !source.includes(`--${name}`) && !new RegExp(`['\\s]${name}'?: \\{`).test(source),
    )
    .map((name) => `npm run ${script} takes no --${name}`);
};

describe('documented names', () => {
  it.each(PAGES)('of %s exist', (page) => {
    expect(faultsIn(readProjectFile(page))).toEqual([]);
  });

  it('are looked for in every page', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/deployment.md', 'docs/runbook.md']),
    );
  });

  it.each([
    ['npm run deploys -- --stage prod', 'no script deploys'],
    ['npm run doctor -- --stack x --life', 'npm run doctor takes no --life'],
    ['npm start -- --twice', 'npm run start takes no --twice'],
    ['`npm run deploy -- --param MIN_SEVERTY=major`', 'no parameter MIN_SEVERTY'],
    ['`lib/worker/gone.ts`', 'no file lib/worker/gone.ts'],
    ['set `SNAPSHOT_LIMITS`', 'nothing reads SNAPSHOT_LIMITS'],
    ['SNAPSHOT_LIMITS=4 npm start', 'nothing reads SNAPSHOT_LIMITS'],
  ])('would be missed in: %s', (text, fault) => {
    expect(faultsIn(text)).toContain(fault);
  });
});
