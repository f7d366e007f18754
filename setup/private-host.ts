import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that the internet cannot reach. Source: IANA's registries of special-purpose addresses. */
const NETWORKS = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/** Top-level domains that no public name has. */
const NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const networks = new BlockList();
for (const network of NETWORKS) {
  const [address = '', length] = network.split('/');
  networks.addSubnet(address, Number(length), isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Whether an IPv4 or IPv6 address is in a private network or on this machine. Covers IPv4 addresses mapped to IPv6. */
export const isPrivateAddress = (address: string): boolean =>
  networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** Whether the internet cannot reach a host, judged by its name or address alone, without a DNS query. */
export const isPrivateHost = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIPv4(host) || isIPv6(host)) return isPrivateAddress(host);
  return !host.includes('.') || NAMES.test(host);
};

/** Whether a URL is on this machine, such as those that `npm start` prints. */
export const isLoopback = (url: string): boolean => LOOPBACK.has(new URL(url).hostname);
