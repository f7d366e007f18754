import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Deployment } from '../../infra/deployment/read-deployment.ts';
import type { FunctionName } from '../../lib/runtime/function-names.ts';
import { type RuntimeCall, startRuntimeApi } from './runtime-api.ts';

const CLIENT = fileURLToPath(new URL('node_modules/aws-lambda-ric/index.mjs', import.meta.url));

/** An error in the form that the runtime posts. */
interface PostedError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export type InitOutcome =
  | { readonly outcome: 'ready' }
  | { readonly outcome: 'failed'; readonly error: PostedError }
  | { readonly outcome: 'exited' };

export type InvokeOutcome =
  | { readonly outcome: 'returned'; readonly result: any }
  | { readonly outcome: 'failed'; readonly error: PostedError }
  | { readonly outcome: 'timed_out' | 'exited' };

export interface EnvironmentOptions {
  readonly functionName: FunctionName;
  readonly deployment: Deployment;
  readonly environment: Readonly<Record<string, string>>;
  readonly writeLog: (chunk: string) => void;
}

/**
 * Starts a Lambda execution environment on this machine: a function's bundle in a separate process under the real
 * runtime interface client, with the environment variables that Lambda sets for every function.
 */
export const startExecutionEnvironment = async (options: EnvironmentOptions) => {
  const { functionName, deployment, environment, writeLog } = options;
  const { timeoutSeconds, memoryMb } = deployment.functions[functionName];
  let onCall: (call: RuntimeCall | { readonly call: 'exit' }) => void = () => undefined;
  const api = await startRuntimeApi(`arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`, (call) =>
    onCall(call),
  );

  const initialized = new Promise<InitOutcome>((resolve) => {
    onCall = (call) => {
      if (call.call === 'next') resolve({ outcome: 'ready' });
      else if (call.call === 'init/error') resolve({ outcome: 'failed', error: call.body as PostedError });
      else resolve({ outcome: 'exited' });
    };
  });

  const taskRoot = fileURLToPath(new URL(`../../dist/${functionName}`, import.meta.url));
  const child = spawn(process.execPath, [CLIENT], {
    cwd: taskRoot,
    env: {
      ...environment,
      TZ: ':UTC',
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: 'index.handler',
      AWS_EXECUTION_ENV: `AWS_Lambda_${deployment.runtime}`,
      AWS_LAMBDA_RUNTIME_API: new URL(api.url).host,
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => writeLog(String(chunk)));
  const exited = once(child, 'exit').then(() => onCall({ call: 'exit' }));

  return {
    pid: child.pid,
    /** The result of the init phase, which imports the bundle. */
    initialized,
    /** Passes an event to the function. Without an answer at the deadline, it kills the process, as Lambda does. */
    async invoke(event: unknown, timeoutMs = timeoutSeconds * 1000): Promise<InvokeOutcome> {
      const requestId = randomUUID();
      const answered = new Promise<InvokeOutcome>((resolve) => {
        onCall = (call) => {
          if ('requestId' in call && call.requestId !== requestId) return;
          if (call.call === 'response') resolve({ outcome: 'returned', result: call.body });
          else if (call.call === 'error') resolve({ outcome: 'failed', error: call.body as PostedError });
          else if (call.call === 'exit') resolve({ outcome: child.signalCode === 'SIGKILL' ? 'timed_out' : 'exited' });
        };
      });
      api.offer(requestId, event, Date.now() + timeoutMs);
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      const outcome = await answered;
      clearTimeout(timer);
      return outcome;
    },
    async stop() {
      child.kill('SIGKILL');
      await exited;
      await api.stop();
    },
  };
};

export type ExecutionEnvironment = Awaited<ReturnType<typeof startExecutionEnvironment>>;
