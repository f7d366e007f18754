import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/* Runs before `npm run test:runtime`: builds the runtime interface client, unless the pinned version is installed. */

const FOLDER = fileURLToPath(new URL('./', import.meta.url));
const CLIENT = `${FOLDER}node_modules/aws-lambda-ric`;
/** The programs that its build needs, and their Debian packages. */
const TOOLS = { cmake: 'cmake', 'g++': 'g++', make: 'make', python3: 'python3', tar: 'tar', xz: 'xz-utils' };

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

const isInstalled = (): boolean =>
  existsSync(`${CLIENT}/rapid-client.node`) &&
  readJson(`${CLIENT}/package.json`).version === readJson(`${FOLDER}package.json`).dependencies['aws-lambda-ric'];

const isMissing = (tool: string): boolean => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error !== undefined;

/** Installs the client. Returns what the user has to do, or undefined after success. */
const install = (): string | undefined => {
  if (isInstalled()) return undefined;
  if (process.platform !== 'linux') return 'The runtime interface client is built on Linux only.';
  const missing = Object.entries(TOOLS).filter(([tool]) => isMissing(tool));
  if (missing.length > 0) {
    const names = missing.map(([tool]) => tool).join(', ');
    const packages = missing.map(([, name]) => name).join(' ');
    return `The build of the runtime interface client needs ${names}. On Debian or Ubuntu: apt-get install ${packages}`;
  }
  process.stdout.write('building the runtime interface client, a minute or two…\n');
  // The only install script of this repository compiles the native part of the client from the sources in its package.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts=false', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  if (npm.status === 0 && isInstalled()) return undefined;
  return `${npm.stdout}${npm.stderr}\nThe runtime interface client was not built: npm ci in test/lambda failed with the above.`;
};

const fault = install();
if (fault !== undefined) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
