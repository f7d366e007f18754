import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { FunctionName } from '../lib/runtime/function-names.ts';
import { payloadOf } from './payload.ts';

/** The path for a plain body. */
const PATHS = { webhook: '/webhooks/thousandeyes', captures: '/captures' };

/** The tokens for the two functions with an HTTP route. */
export type Tokens = Readonly<Record<keyof typeof PATHS, string>>;

/**
 * The event to invoke a function with: the content of a file. Only a plain body for webhook or captures is wrapped into
 * the event of a POST with the local token.
 */
export const eventFor = (name: FunctionName, content: unknown, tokens: Tokens): unknown => {
  if ((name !== 'webhook' && name !== 'captures') || isHttpEvent(content)) return content;
  const path = PATHS[name];
  return payloadOf({
    routeKey: name === 'webhook' ? `POST ${path}` : '$default',
    method: 'POST',
    path,
    headers: { authorization: `Bearer ${tokens[name]}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(content)),
  });
};

const isHttpEvent = (content: unknown): content is APIGatewayProxyEventV2 =>
  typeof content === 'object' && content !== null && 'requestContext' in content && 'rawPath' in content;
