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
 * The handler, for requests from these addresses only; the others are answered 403 before anything of them is read.
 * The address is the one that API Gateway saw: behind a proxy, the proxy's.
 *
 * @param ranges CIDR, IPv4 or IPv6; none: from everywhere
 * @param onRefused called for each request that was refused
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
