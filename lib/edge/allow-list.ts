import { BlockList, isIPv4 } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problem } from './http.ts';

export type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** The address and the length of its prefix in `192.0.2.0/24` or `2001:db8::/32`. */
const partsOf = (range: string): readonly [string, number] => {
  const [address = '', length = ''] = range.split('/');
  return [address, Number(length)];
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');

/**
 * Limits a handler to requests from some addresses. All other requests get 403 before any part of them is read. The
 * address is the one that API Gateway saw; behind a proxy, that is the proxy's.
 *
 * @param ranges in CIDR notation, IPv4 or IPv6; an empty list allows every address
 * @param onRefused called for each refused request
 */
export const onlyFrom = (ranges: readonly string[], onRefused: () => void, handler: Handler): Handler => {
  if (ranges.length === 0) return handler;
  const allowed = new BlockList();
  for (const [address, length] of ranges.map(partsOf)) allowed.addSubnet(address, length, familyOf(address));
  return async (event) => {
    const { sourceIp } = event.requestContext.http;
    if (allowed.check(sourceIp, familyOf(sourceIp))) return handler(event);
    onRefused();
    return problem(403, 'This address may not send requests here.');
  };
};
