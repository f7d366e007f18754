import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Authenticate } from '../lib/edge/authenticate.ts';
import type { Invoked, LambdaFunction } from './lambda.ts';

/** The path to invoke a function by hand: `POST /_local/invoke/worker`. Only the local gateway has it. */
export const INVOKE_PATH = '/_local/invoke/';

/** The answer to an invocation by hand: what the function returned and logged, or the message of its error. */
export type InvocationAnswer = Invoked | { readonly error: string };

/** Answers a request for an invocation; `body` is the event. */
export type Invocations = (
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  functionName: string,
  body: string,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Invokes functions for `npm run invoke`. It requires an operator token, because an invocation may spend quota, and
 * other users of the machine reach this port, too. Web pages of other sites are refused: a browser sends JSON to
 * another site only after a preflight request, it names the page's origin, and a rebound host name is visible.
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
      return answer(401, { error: 'The local system does not accept this OPERATOR_TOKEN.' });
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

/** The message of an error without its stack, which is of a minified bundle. The log has the stack. */
const withoutStack = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split(/\n\s+at /)[0] ?? '';
