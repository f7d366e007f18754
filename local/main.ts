import { EventEmitter, once } from 'node:events';
import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { listenForInterruption } from './interruption.ts';
import { openBoard, openerOf } from './open-board.ts';
import { type Options, readOptions } from './options.ts';
import { chooseOutput } from './output/choose-output.ts';
import type { Output } from './output/output.ts';
import { USAGE } from './output/usage.ts';
import { sendSample } from './sample.ts';
import { isRealApi, readSettings, type Settings } from './settings.ts';
import { startSystem, type System } from './system.ts';
import { whyNotStarted } from './why-not-started.ts';

/* The local system as a process. `npm start` runs it after the build. */

/** The project's folder, relative to the bundle of this file: dist/local/main.mjs. */
const PROJECT = new URL('../../', import.meta.url);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Ends the process with one line on standard error. */
const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const interrupted = listenForInterruption();

const optionsOrFail = (): Options => {
  try {
    return readOptions(process.argv.slice(2));
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

/** The ids of captures with a notification. Each id is also emitted as an event when its notification arrives. */
class Notifications extends EventEmitter {
  readonly ids = new Set<string>();

  note(captureId: string): void {
    this.ids.add(captureId);
    this.emit(captureId);
  }
}

const startOrEnd = async (settings: Settings, output: Output, notifications: Notifications): Promise<System> => {
  try {
    return await startSystem({
      settings,
      deployment: readDeployment(PROJECT),
      bundles: new URL('dist/', PROJECT),
      onNotification: (event) => {
        output.notification(event);
        notifications.note(event.captureId ?? '');
      },
      writeLog: output.log,
      onError: output.error,
      interrupted,
    });
  } catch (error) {
    if (interrupted.aborted) process.exit(0);
    return fail(whyNotStarted(error, settings));
  }
};

/** Whether the capture's notification arrives within `seconds`. */
const cameWithin = async (seconds: number, notifications: Notifications, captureId: string): Promise<boolean> => {
  if (notifications.ids.has(captureId)) return true;
  try {
    await once(notifications, captureId, { signal: AbortSignal.timeout(seconds * 1000) });
    return true;
  } catch {
    return false; // only the timeout rejects
  }
};

const run = async (options: Options, settings: Settings): Promise<number | undefined> => {
  const withSample = options.sample && !isRealApi(settings);
  if (options.once && !withSample) fail('--once waits for the sample alert, which is not sent with a real API.');

  const output = chooseOutput(options, settings);
  const notifications = new Notifications();
  const system = await startOrEnd(settings, output, notifications);
  interrupted.addEventListener('abort', () => void system.stop().then(() => process.exit(0)));
  output.ready(system);
  process.send?.({ url: system.url }); // with --watch, the next process uses the same port
  if (options.open) openBoard(openerOf(process.platform, `${settings.publicUrl ?? system.url}/`), output.error);
  const sample = withSample ? await sendSample(system.url, settings.webhookToken) : undefined;
  if (!options.once || sample === undefined) {
    output.tryNext(system, sample !== undefined);
    return undefined;
  }
  const hasCome = await cameWithin(options.within, notifications, sample);
  await system.stop();
  if (!hasCome) process.stderr.write(`No notification came within ${options.within} s. The log says why.\n`);
  return hasCome ? 0 : 1;
};

try {
  const options = optionsOrFail();
  if (options.help) process.stdout.write(`${USAGE}\n`);
  const exitCode = options.help ? 0 : await run(options, settingsOrFail());
  if (exitCode !== undefined) process.exit(exitCode);
} catch (error) {
  // If the user ended the system, calls under way fail, which is no news.
  if (!interrupted.aborted) fail(messageOf(error));
}
