import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const OXLINT = join(ROOT, 'node_modules/.bin/oxlint');

/* The lint rules that keep each room of lib/ to itself: every wall has a violation here that it has to stop. */

describe('lint: a file of a room', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'walls-'));
    await cp(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const lint = async (files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    return new Promise((resolve) => {
      execFile(OXLINT, ['--deny-warnings', '--format=unix'], { cwd: folder }, (error, stdout, stderr) =>
        resolve(error ? `${stdout}${stderr}` : ''),
      );
    });
  };

  const importing = (specifier: string) => `import { made } from '${specifier}';\nexport const again = made;\n`;

  it.each([
    ['lib/alerts/x.ts', '../captures/capture.ts'],
    ['lib/captures/x.ts', '../planning/plan.ts'],
    ['lib/planning/x.ts', '../thousandeyes/client.ts'],
    ['lib/runtime/x.ts', '../edge/authenticate.ts'],
    ['lib/ledger/x.ts', '../worker/worker.ts'],
    ['lib/thousandeyes/x.ts', '../worker/context.ts'],
    ['lib/notify/x.ts', '../ledger/ledger.ts'],
    ['lib/edge/x.ts', '../intake/webhook.ts'],
    ['lib/intake/x.ts', '../operator/api.ts'],
    ['lib/worker/x.ts', '../intake/intake.ts'],
    ['lib/operator/x.ts', '../worker/worker.ts'],
    ['lib/operator/board/parts/x.ts', '../../../wiring/operator.ts'],
    ['lib/wiring/x.ts', '../../handlers/webhook.ts'],
    ['lib/x.ts', './alerts/alert.ts'],
    ['lib/intake/x.ts', '../../local/system.ts'],
    ['handlers/x.ts', '../lib/ledger/ledger.ts'],
    ['prove/storm/x.ts', '../../lib/time.ts'],
    ['prove/api/x.ts', '../../lib/planning/quota.ts'],
    ['prove/api/x.ts', '../../local/stand-in/limiter.ts'],
    ['prove/api/x.ts', 'undici'],
    ['prove/verdict/x.ts', '../api/limiter.ts'],
  ])('%s may not import %s', async (file, specifier) => {
    expect(await lint({ [file]: importing(specifier) })).toContain('no-restricted-imports');
  });

  it.each([
    ['lib/planning/x.ts', '../captures/capture.ts'],
    ['lib/operator/board/parts/x.ts', '../../../planning/due-times.ts'],
    ['lib/worker/x.ts', '../thousandeyes/client.ts'],
    ['lib/ledger/x.ts', '@aws-sdk/client-dynamodb'],
    ['handlers/x.ts', '../lib/wiring/intake.ts'],
    ['prove/storm/x.ts', '../../local/messaging.ts'],
    ['prove/api/x.ts', 'node:http'],
    ['prove/api/x.ts', './limiter.ts'],
  ])('%s may import %s', async (file, specifier) => {
    expect(await lint({ [file]: importing(specifier) })).toBe('');
  });

  const PURE = ['alerts', 'captures', 'planning'];
  const IMPURE = ['@aws-sdk/client-sqs', 'undici', 'node:fs', 'node:timers/promises'];

  it.each(PURE.flatMap((room) => IMPURE.map((specifier) => [room, specifier] as const)))(
    'of lib/%s, which is pure, may not import %s',
    async (room, specifier) => {
      expect(await lint({ [`lib/${room}/x.ts`]: importing(specifier) })).toContain('no-restricted-imports');
    },
  );

  it.each(PURE)('of lib/%s, which is pure, may hash and may not use random values', async (room) => {
    const file = `lib/${room}/x.ts`;

    expect(await lint({ [file]: "import { createHash } from 'node:crypto';\nexport const h = createHash;\n" })).toBe(
      '',
    );
    expect(
      await lint({ [file]: "import { randomUUID } from 'node:crypto';\nexport const r = randomUUID;\n" }),
    ).toContain('no-restricted-imports');
  });

  it.each(['Date.now()', 'new Date()', 'performance.now()', 'process.env', 'Math.random()', 'crypto.randomUUID()'])(
    'of a pure room has no %s',
    async (expression) => {
      expect(await lint({ 'lib/planning/x.ts': `export const value = ${expression};\n` })).toContain('no-restricted-');
    },
  );

  it.each(['Date.now()', 'performance.now()', 'process.env', 'Math.random()'])(
    'below the wiring has no %s',
    async (expression) => {
      const file = `export const value = ${expression};\n`;

      expect(await lint({ 'lib/worker/x.ts': file })).toContain('no-restricted-');
      expect(await lint({ 'lib/worker/x.ts': '', 'lib/wiring/x.ts': file })).not.toContain('lib/wiring/x.ts');
    },
  );

  it('is in no circle, of types neither', async () => {
    const found = await lint({
      'lib/alerts/x.ts': "import type { Y } from './y.ts';\nexport type X = Y | 1;\n",
      'lib/alerts/y.ts': "import type { X } from './x.ts';\nexport type Y = X | 2;\n",
    });

    expect(found).toContain('no-cycle');
  });
});
