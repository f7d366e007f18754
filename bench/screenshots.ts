import { mkdir } from 'node:fs/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { createLedger } from '../lib/ledger/ledger.ts';
import { createSlots } from '../lib/ledger/slots.ts';
import { startGateway } from '../local/gateway.ts';
import { createInvocations } from '../local/invocations.ts';
import type { Invoke } from '../local/lambda.ts';
import { launchChromium, signIn } from '../test/support/browser.ts';
import { startEmulators } from '../test/support/emulators.ts';
import { importCaptures } from './captures-bundle.ts';
import { quietDay, type Scene, storm } from './scenes.ts';

/* Takes the screenshots in docs/board/: the bundled function over the emulators, with invented captures. */

const OUT = 'docs/board';
const TOKEN = 'operator-token-of-the-pictures';

const onError = (error: unknown): void => {
  throw error;
};

/** Serves the board of a scene on a new port. */
const serve = async (name: string, { captures, releaseAt }: Scene) => {
  const emulators = await startEmulators();
  const { dynamo, secrets, tableName, stop } = emulators;
  secrets.put('operator', TOKEN);
  const ledger = createLedger({ client: dynamo, tableName, retentionDays: 40 });
  for (const capture of captures) await ledger.add(capture);
  const slots = createSlots({ client: dynamo, tableName, limit: releaseAt.length });
  for (const [index, until] of releaseAt.entries()) await slots.take({ index, releaseAt: 0 }, Date.now(), until);
  const handler = await importCaptures<Invoke>(emulators, name);
  const gateway = await startGateway({
    port: 0,
    routes: { $default: handler },
    invocations: createInvocations({}, async () => false, onError),
    onError,
  });
  return { url: gateway.url, stop: () => Promise.all([gateway.stop(), stop()]) };
};

const DESKTOP = { viewport: { width: 1280, height: 860 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const now = Date.now();
const scenes = { quiet: await quietDay(now), storm: await storm(now) };
const SHOTS: readonly (readonly [string, keyof typeof scenes, BrowserContextOptions])[] = [
  ['light', 'quiet', { ...DESKTOP, colorScheme: 'light' }],
  ['dark', 'quiet', { ...DESKTOP, colorScheme: 'dark' }],
  ['storm', 'storm', { ...DESKTOP, viewport: { width: 1280, height: 1180 }, colorScheme: 'light' }],
  ['storm-dark', 'storm', { ...DESKTOP, viewport: { width: 1280, height: 1180 }, colorScheme: 'dark' }],
  ['phone', 'storm', { ...PHONE, colorScheme: 'dark' }],
];

await mkdir(OUT, { recursive: true });
const browser = await launchChromium();
for (const [scene, content] of Object.entries(scenes)) {
  const board = await serve(scene, content);
  for (const [file, , options] of SHOTS.filter((shot) => shot[1] === scene)) {
    const context = await browser.newContext(options);
    await signIn(context, board.url, TOKEN);
    const page = await context.newPage();
    await page.goto(board.url);
    await page.locator('.scripted #live:text-is("live")').waitFor();
    await page.screenshot({ path: `${OUT}/${file}.png` });
    process.stdout.write(`${OUT}/${file}.png\n`);
    await context.close();
  }
  await board.stop();
}
await browser.close();
process.exit(0); // open connections of the bundles would keep the process alive
