import { EventEmitter, once } from 'node:events';
import { parseArgs } from 'node:util';
import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { tryNext, USAGE } from './messages.ts';
import { sendSample } from './sample.ts';
import { isRealApi, readSettings, type Settings } from './settings.ts';
import { startSystem, type System } from './system.ts';

/*
 * `npm start`: the whole system on this machine. Standard output has the lines that people and programs read
 * (`ready …`, `notification {json}`), standard error the logs.
 */

/** The project's folder, from the place of the bundle: dist/local/main.mjs. */
const PROJECT = new URL('../../', import.meta.url);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Ends with one clear line. */
const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        within: { type: 'string', default: '120' },
        'no-sample': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.once && values['no-sample'])
      throw new Error('--once waits for the sample that --no-sample does not send.');
    if (!/^[1-9]\d*$/.test(values.within)) throw new Error('--within takes a number of seconds.');
    return values;
  } catch (error) {
    return fail(`${messageOf(error)} See npm start -- --help.`);
  }
};

const settingsOrFail = (): Settings => {
  try {
    return readSettings(process.env);
  } catch (error) {
    return fail(messageOf(error));
  }
};

/** The captures that notifications told of: `ids` has them, and each is emitted as an event when it comes. */
class Notifications extends EventEmitter {
  readonly ids = new Set<string>();

  note(captureId: string): void {
    this.ids.add(captureId);
    this.emit(captureId);
  }
}

const portIsTaken = (port: number): string =>
  `Port ${port} is taken. Set PORT to another one, such as PORT=${port < 65_535 ? port + 1 : port - 1}.`;

const startOrFail = async (settings: Settings, notifications: Notifications): Promise<System> => {
  try {
    return await startSystem({
      settings,
      deployment: readDeployment(PROJECT),
      bundles: new URL('dist/', PROJECT),
      onNotification: (event) => {
        say(`notification ${JSON.stringify(event)}`);
        notifications.note(event.captureId ?? '');
      },
      writeLog: (chunk) => void process.stderr.write(chunk),
    });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    return fail(isTaken ? portIsTaken(settings.port) : messageOf(error));
  }
};

const main = async (): Promise<void> => {
  const options = readOptions();
  if (options.help) return say(USAGE);
  const settings = settingsOrFail();
  const withoutSample = options['no-sample'] || isRealApi(settings);
  if (options.once && withoutSample) fail('--once waits for the sample, and none is sent to a real API.');

  const notifications = new Notifications();
  const system = await startOrFail(settings, notifications);
  let stopped: Promise<void> | undefined;
  const stop = async (exitCode: number): Promise<never> => {
    stopped ??= system.stop();
    await stopped;
    process.exit(exitCode);
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));

  say(`ready ${system.url}`);
  if (withoutSample) return say(tryNext(system, settings));
  const sample = await sendSample(system.url, settings.webhookToken);
  if (!options.once) return say(tryNext(system, settings));
  const hasCome = await cameWithin(Number(options.within), notifications, sample);
  if (!hasCome) process.stderr.write(`No notification came within ${options.within} s. The log says why.\n`);
  return stop(hasCome ? 0 : 1);
};

/** Whether the capture's notification comes within that many seconds. */
const cameWithin = async (seconds: number, notifications: Notifications, captureId: string): Promise<boolean> => {
  if (notifications.ids.has(captureId)) return true;
  try {
    await once(notifications, captureId, { signal: AbortSignal.timeout(seconds * 1000) });
    return true;
  } catch {
    return false; // the signal is the only thing that rejects
  }
};

await main();
