import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart } from '../support/npm-start.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The variables and the arguments of the command that `npm start` prints. */
const commandIn = (line: string) => {
  const [variables = '', args = ''] = line.trim().split(' npm run connect -- ');
  return {
    env: Object.fromEntries(variables.split(' ').map((pair) => pair.split('='))) as Record<string, string>,
    args: args.split(' '),
  };
};

describe('npm run connect against npm start', () => {
  let system: ReturnType<typeof npmStart>;
  let env: Record<string, string>;
  let args: readonly string[];
  beforeAll(async () => {
    system = npmStart(['--no-sample']);
    ({ env, args } = commandIn(await system.lineThat((line) => line.includes(' npm run connect -- '))));
  });
  afterAll(async () => {
    system.child.kill('SIGTERM');
    await system.exitCode();
  });

  /** Runs `npm run connect -- …` in a separate process, without a terminal. */
  const connect = async (...given: readonly string[]) => {
    const child = spawn(process.execPath, ['setup/connect.ts', ...given], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, err };
  };
  const get = async (path: string) => {
    const headers = { authorization: `Bearer ${env['THOUSANDEYES_TOKEN']}` };
    return (await fetch(`${env['THOUSANDEYES_API_URL']}${path}`, { headers })).json() as any;
  };
  /** Everything that connect may change. */
  const state = async () => ({
    connectors: (await get('/connectors/generic')).items,
    operations: (await get('/operations/webhooks')).items,
    rules: await Promise.all(['5120077', '5120101', '292726'].map((id) => get(`/alerts/rules/${id}`))),
  });

  it('shows in a dry run what it would do, attaches, has nothing to do the second time, and restores', async () => {
    const before = await state();

    const look = await connect(...args);
    const afterTheLook = await state();
    const attach = args.map((arg) => (arg === '--dry-run' ? '--yes' : arg));
    const first = await connect(...attach);
    const attached = await state();
    const second = await connect(...attach);
    const afterTheSecond = await state();
    const removed = await connect('--remove', '--yes');

    expect([look, first, second, removed].filter(({ code, err }) => code !== 0 || err !== '')).toEqual([]);
    expect(look.out).toContain('Dry run: 5 changes planned, nothing written.');
    expect(look.out).toContain('Of 2 alert rules to change, 1 has active alerts.');
    expect(afterTheLook).toEqual(before);
    expect(first.out).toContain('Done: 5 changes.');
    expect(attached.connectors).toMatchObject([{ target: args[0] }]);
    expect(attached.rules.map(({ notifications }) => notifications.customWebhook.length)).toEqual([1, 1, 0]);
    expect(second.out).toContain('Nothing to do.');
    expect(afterTheSecond).toEqual(attached);
    expect(removed.out).toContain('Done: 4 changes.');
    expect(await state()).toEqual(before);
  });

  it('gives no token to an address of this machine that is not the webhook', async () => {
    const [url = '', ...choice] = args;
    const elsewhere = url.replace('/webhooks/', '/elsewhere/');

    const { code, err } = await connect(elsewhere, ...choice.filter((arg) => arg !== '--dry-run'), '--yes');

    expect(code).toBe(1);
    expect(err).toContain('Nothing was changed.');
    expect((await state()).connectors).toEqual([]);
  });
});
