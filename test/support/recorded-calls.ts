import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientRequest } from 'node:http';
import { vi } from 'vitest';
import type { FunctionName } from '../../lib/runtime/function-names.ts';

/** A request of the AWS SDK: IAM's name of the action, and the input. */
export interface RecordedCall {
  readonly by: FunctionName;
  /** `dynamodb:PutItem` */
  readonly action: string;
  readonly input: Readonly<Record<string, any>>;
}

/**
 * Records the AWS SDK's requests to the emulators, each with the function that makes it. The requests pass unchanged.
 */
export const startRecording = () => {
  const calls: RecordedCall[] = [];
  const current = new AsyncLocalStorage<FunctionName>();
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the request as `this`
  const { end } = ClientRequest.prototype;
  const spy = vi.spyOn(ClientRequest.prototype, 'end');
  spy.mockImplementation(function record(this: ClientRequest, ...args: readonly unknown[]) {
    const by = current.getStore();
    if (by !== undefined && this.getHeader('amz-sdk-request') !== undefined) {
      calls.push({ by, ...readCall(this, Buffer.from((args[0] ?? '') as string).toString()) });
    }
    return Reflect.apply(end, this, args);
  });
  return {
    calls,
    /** Runs the code of a function. */
    as: <T>(by: FunctionName, run: () => Promise<T>): Promise<T> => current.run(by, run),
    stop: () => spy.mockRestore(),
  };
};

/** A request to SNS is a form. The other services name the action in a header and get JSON. */
const readCall = (request: ClientRequest, body: string): Omit<RecordedCall, 'by'> => {
  const target = request.getHeader('x-amz-target');
  if (target === undefined) {
    const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body));
    return { action: `sns:${Action}`, input };
  }
  const [service = '', action = ''] = String(target).split('.');
  const prefix = service.replace(/^Amazon|_\d+$/g, '').toLowerCase();
  return { action: `${prefix}:${action}`, input: JSON.parse(body) };
};
