import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Status } from '../lib/operator/status.ts';
import { operatorsOf } from '../lib/runtime/operators.ts';
import { payloadOf } from './payload.ts';
import type { Settings } from './settings.ts';
import type { System } from './system.ts';

/** Reads `GET /status` as an operator; undefined if there is no answer, for example while the system stops. */
export const readStatus = async (
  { functions }: Pick<System, 'functions'>,
  { operatorToken }: Pick<Settings, 'operatorToken'>,
): Promise<Status | undefined> => {
  const [operator] = operatorsOf(operatorToken).operators;
  const headers = { authorization: `Bearer ${operator?.token}` };
  const request = payloadOf({ routeKey: '$default', method: 'GET', path: '/status', headers });
  try {
    const { statusCode, body = '' } = (await functions.captures.invoke(request)) as APIGatewayProxyStructuredResultV2;
    return statusCode === 200 ? (JSON.parse(body) as Status) : undefined;
  } catch {
    return undefined; // the function logs why
  }
};
