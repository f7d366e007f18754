import type { Deployment } from '../infra/deployment/read-deployment.ts';
import { awsEnvironment } from './aws-environment.ts';
import { startDynamo } from './dynamo.ts';
import { openDataDir } from './data-dir.ts';
import { startEventSource } from './event-source.ts';
import { readSchedules, type Schedule } from '../infra/schedules/read-schedules.ts';
import type { FunctionName } from '../lib/runtime/function-names.ts';
import { knownTests } from './known-tests.ts';
import { authenticateOperator } from './authenticate-operator.ts';
import { bindControls } from './bind-controls.ts';
import { takePort } from './gateway.ts';
import { createInvocations } from './invocations.ts';
import type { LambdaFunction } from './lambda.ts';
import { startMessaging } from './messaging.ts';
import { createOpenGate } from './open-gate.ts';
import { createParts } from './parts.ts';
import { startScheduler } from './scheduler.ts';
import { startSecretsManager } from './secrets-manager.ts';
import type { Settings } from './settings.ts';
import { createStandIn, isStandInPath, type StandIn } from './stand-in/thousandeyes.ts';
import { startFunctions } from './start-functions.ts';
import { type Received, startSubscriber } from './subscriber.ts';
import { createThrottle } from './throttle.ts';
import { startWatchdog } from './watchdog.ts';

export interface SystemOptions {
  readonly settings: Settings;
  readonly deployment: Deployment;
  /** The URL of `dist/`, which `build/build.mjs` makes, with a slash at its end. */
  readonly bundles: URL;
  /** Called with every message of the topic. */
  readonly onNotification: (event: Received) => void;
  /** Called with the logs of the functions. */
  readonly writeLog: (chunk: string) => void;
  /** Called with errors outside of the functions. Without it, they go into the log. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** If it aborts, the start ends between two steps. */
  readonly interrupted?: AbortSignal | undefined;
  /** The scheduler's clock; the real one by default. */
  readonly now?: () => number;
}

export interface System {
  readonly url: string;
  /** The stand-in, which is served under `url`; absent with a real API. */
  readonly standIn: Omit<StandIn, 'stop'> | undefined;
  readonly schedules: readonly Schedule[];
  readonly stop: () => Promise<void>;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  /** Rotates a secret as an operator would. */
  readonly putSecret: (name: 'webhook' | 'operator' | 'thousandeyes', value: string) => void;
}

const TABLE_NAME = 'captures';

/**
 * Starts the whole system on this machine: emulators, stand-ins, the bundled functions, and their triggers. `stop`
 * stops the parts in reverse order, as a failed start does.
 */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const { settings, deployment, bundles, onNotification, writeLog, interrupted, now = Date.now } = options;
  const { eventSource, watchdog, queues, table } = deployment;
  const { onError = (error) => writeLog(`${error instanceof Error ? error.message : String(error)}\n`) } = options;
  const schedules = await readSchedules(settings.schedulesFile);
  const { keep, stop } = createParts(onError, interrupted);

  try {
    const gateway = keep(await takePort({ ...settings, onError }));
    const publicUrl = settings.publicUrl ?? gateway.url;
    const dataDir = settings.dataDir === undefined ? undefined : keep(await openDataDir(settings.dataDir));
    const secrets = keep(await startSecretsManager());
    secrets.put('webhook', settings.webhookToken);
    secrets.put('operator', settings.operatorToken);
    secrets.put('thousandeyes', settings.thousandEyesToken);
    // The stand-in has the limits of the worker, and accepts the current token of the secret.
    const standInOptions: Parameters<typeof createStandIn>[0] = {
      tokens: () => [secrets.current('thousandeyes') ?? ''],
      snapshotLimit: settings.snapshotLimit,
      snapshotPeriodMs: settings.snapshotLimitSeconds * 1000,
      publicUrl,
      snapshotFile: dataDir?.snapshots,
      isKnownTest: await knownTests(settings),
    };
    const standIn =
      settings.apiUrl === undefined ? { ...createStandIn(standInOptions), apiUrl: `${gateway.url}/v7` } : undefined;
    if (standIn) gateway.mount(isStandInPath, standIn.listener);

    const dynamo = keep(await startDynamo(TABLE_NAME, table, dataDir?.ledger));
    const messaging = keep(await startMessaging(queues));

    const environment = {
      ...awsEnvironment({ dynamo: dynamo.url, messaging: messaging.url, secrets: secrets.url }),
      POWERTOOLS_METRICS_DISABLED: 'true', // metrics are for CloudWatch, and would be half of the log
      ...settings.environment,
      TABLE_NAME,
      QUEUE_URL: messaging.wakeQueueUrl,
      TOPIC_ARN: messaging.topicArn,
      WEBHOOK_SECRET_ID: 'webhook',
      OPERATOR_SECRET_ID: 'operator',
      THOUSANDEYES_SECRET_ID: 'thousandeyes',
      THOUSANDEYES_API_URL: settings.apiUrl ?? standIn?.apiUrl ?? '',
      PUBLIC_URL: publicUrl,
    };
    const functions = await startFunctions({ deployment, bundles, environment, writeLog, keep });

    keep(startSubscriber(messaging.client, messaging.subscriberQueueUrl, onNotification, onError));
    keep(
      startEventSource({
        client: messaging.client,
        queueUrl: messaging.wakeQueueUrl,
        invoke: functions.worker.invoke,
        batchSize: eventSource.batchSize,
        concurrency: eventSource.maximumConcurrency,
        onError,
      }),
    );
    keep(startWatchdog(watchdog.everyMs, functions.worker.invoke, onError));

    const ofWebhook = deployment.webhookRoutes.map((route) => [route, functions.webhook.invoke] as const);
    const routes = { ...Object.fromEntries(ofWebhook), $default: functions.captures.invoke };
    const invocations = createInvocations(invokesOf(functions), authenticateOperator(secrets), onError);
    const openGate = createOpenGate({
      table: { url: dynamo.url, tableName: TABLE_NAME },
      limit: settings.snapshotLimit,
      wake: () => functions.worker.invoke({ source: 'watchdog' }).catch(onError),
      now: Date.now,
    });
    const controls =
      standIn && bindControls({ settings, secrets, standIn, webhook: functions.webhook.invoke, openGate });
    const takes = createThrottle(settings.throttles, deployment.webhookRoutes, Date.now);
    gateway.open({ routes, takes, invocations, controls });
    keep(startScheduler({ schedules, invoke: functions.schedule.invoke, now, onError }));
    return { url: gateway.url, standIn, schedules, functions, stop, putSecret: secrets.put };
  } catch (error) {
    await stop();
    throw error;
  }
};

const invokesOf = (functions: Readonly<Record<string, LambdaFunction>>) =>
  Object.fromEntries(Object.entries(functions).map(([name, { invokeWithLog }]) => [name, invokeWithLog]));
