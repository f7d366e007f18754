import { parseArgs } from 'node:util';
import { tryNext, USAGE } from './messages.ts';
import { sendSample } from './sample.ts';
import { readSettings, type Settings } from './settings.ts';
import { startSystem, type System } from './system.ts';

/*
 * `npm start`: the whole system on this machine. Standard output has the lines that people and programs read
 * (`ready …`, `notification {json}`), standard error the logs.
 */

/** `--once` waits this long for the sample's notification. */
const ONCE_WITHIN_MS = 120_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ends with one clear line. */
const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const readArguments = () => {
  try {
    return parseArgs({
      options: { once: { type: 'boolean' }, 'no-sample': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\nSee npm start -- --help.`);
  }
};

/** The local system with its subscriber: `seen` has the captures that a notification told of. */
const start = async (settings: Settings, seen: Map<string, () => void>): Promise<System> => {
  try {
    return await startSystem({
      settings,
      bundles: new URL('../', import.meta.url),
      onNotification: (event) => {
        say(`notification ${JSON.stringify(event)}`);
        seen.get(event.captureId ?? '')?.();
        seen.set(event.captureId ?? '', () => undefined);
      },
      writeLog: (chunk) => void process.stderr.write(chunk),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(code === 'EADDRINUSE' ? `Port ${settings.port} is taken. Set PORT to another one.` : message);
  }
};

const main = async (): Promise<void> => {
  const options = readArguments();
  if (options.help) return say(USAGE);
  if (options.once && options['no-sample']) fail('--once waits for the sample that --no-sample does not send.');
  const read = readSettings(process.env);
  if ('faults' in read) return fail(`The settings have faults. ${read.faults.join('. ')}.`);
  const { settings } = read;

  const seen = new Map<string, () => void>();
  const system = await start(settings, seen);
  let stopping: Promise<void> | undefined;
  const stop = async (exitCode: number): Promise<never> => {
    await (stopping ??= system.stop());
    process.exit(exitCode);
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));

  say(`ready ${system.url}`);
  if (options['no-sample']) return say(tryNext(system, settings));
  const captureId = await sendSample(system.url, settings.webhookToken);
  if (!options.once) return say(tryNext(system, settings));
  return stop((await hasNotification(seen, captureId)) ? 0 : 1);
};

const hasNotification = (seen: Map<string, () => void>, captureId: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (seen.has(captureId)) resolve(true);
    seen.set(captureId, () => resolve(true));
    setTimeout(() => {
      process.stderr.write(`No notification of ${captureId} within ${ONCE_WITHIN_MS / 1000} s.\n`);
      resolve(false);
    }, ONCE_WITHIN_MS);
  });

await main();
