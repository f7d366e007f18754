import type { Deployment } from '../infra/deployment/read-deployment.ts';
import type { FunctionName } from '../lib/runtime/function-names.ts';
import { type LambdaFunction, startFunction } from './lambda.ts';
import type { Parts } from './parts.ts';

/** The most sandboxes at the same time. Lambda starts one per concurrent request; here, each is a thread. */
const CONCURRENCY = { webhook: 4, captures: 2, schedule: 1 };
/** Sandboxes that start early, so that neither the first alert nor an early storm waits for a cold start. */
const WARM_SANDBOXES = 2;

/** Starts the four bundled functions, and waits for the first sandboxes of two. */
export const startFunctions = async ({
  deployment,
  bundles,
  environment,
  writeLog,
  keep,
}: {
  readonly deployment: Pick<Deployment, 'functions' | 'eventSource'>;
  /** The URL of `dist/`, with a slash at its end. */
  readonly bundles: URL;
  readonly environment: Readonly<Record<string, string>>;
  readonly writeLog: (chunk: string) => void;
  readonly keep: Parts['keep'];
}): Promise<Readonly<Record<FunctionName, LambdaFunction>>> => {
  const start = (name: FunctionName, concurrency: number) =>
    keep(
      startFunction(
        {
          name,
          bundle: new URL(`${name}/index.mjs`, bundles),
          sandbox: new URL('local/sandbox.mjs', bundles),
          environment,
          timeoutMs: deployment.functions[name].timeoutSeconds * 1000,
          concurrency,
        },
        writeLog,
      ),
    );
  const functions = {
    webhook: start('webhook', CONCURRENCY.webhook),
    captures: start('captures', CONCURRENCY.captures),
    schedule: start('schedule', CONCURRENCY.schedule),
    worker: start('worker', deployment.eventSource.maximumConcurrency + 1), // one more, so that the watchdog does not wait for a batch
  };
  await Promise.all([functions.webhook.warm(WARM_SANDBOXES), functions.worker.warm(WARM_SANDBOXES)]);
  return functions;
};
