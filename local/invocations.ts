import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Authenticate } from '../lib/edge/authenticate.ts';
import type { Invoked, LambdaFunction } from './lambda.ts';

/** Below it a function is invoked by hand: `POST /_local/invoke/worker`. Only the local gateway knows it. */
export const INVOKE_PATH = '/_local/invoke/';

/** What an invocation by hand is answered: what the function returned and logged, or what it threw. */
export type InvocationAnswer = Invoked | { readonly error: string };

/** Answers a request for an invocation; `body` is the event. */
export type Invocations = (
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  functionName: string,
  body: string,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Invokes functions for `npm run invoke`, for whoever has the operator token: an invocation may spend quota, and other
 * users of the machine reach this too. A page in a browser is kept out: it cannot send JSON elsewhere without asking
 * first, it names its origin, and a rebound host name shows.
 */
export const createInvocations =
  (
    functions: Readonly<Record<string, LambdaFunction['invokeWithLog']>>,
    authenticate: Authenticate,
    onError: (error: unknown) => void,
  ): Invocations =>
  async ({ method, headers }, functionName, body) => {
    const isFromBrowser = headers.origin !== undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
    if (isFromBrowser || headers['content-type'] !== 'application/json')
      return answer(403, { error: 'Not from there.' });
    if (!(await authenticate({ authorization: headers.authorization }))) {
      return answer(401, { error: 'OPERATOR_TOKEN is not what the local system accepts.' });
    }
    const invoke = Object.hasOwn(functions, functionName) ? functions[functionName] : undefined;
    if (invoke === undefined || method !== 'POST') return answer(404, { error: 'There is no such function.' });
    const event = parse(body);
    if (event === undefined) return answer(400, { error: 'The event is not valid JSON.' });
    try {
      const { result = null, log } = await invoke(event.value);
      return answer(200, { result, log });
    } catch (error) {
      onError(error);
      return answer(200, { error: withoutStack(error) });
    }
  };

const answer = (statusCode: number, body: InvocationAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  body: JSON.stringify(body),
});

const parse = (body: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
};

/** The stack is of a minified bundle; the log has it. */
const withoutStack = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(/\n\s+at /)[0] ?? '';
