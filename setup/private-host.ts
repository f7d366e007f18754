import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks of which no address can be reached from the internet (IANA's registries of special-purpose addresses). */
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

/** Top levels that no public name has. */
const NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const networks = new BlockList();
for (const network of NETWORKS) {
  const [address = '', length] = network.split('/');
  networks.addSubnet(address, Number(length), isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Whether an address, IPv4 or IPv6, is of a private network, or of this machine; an IPv4 address inside IPv6 too. */
export const isPrivateAddress = (address: string): boolean =>
  networks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

/** Whether nobody can reach a host from the internet, by its name or address alone: no name is looked up. */
export const isPrivateHost = (hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIPv4(host) || isIPv6(host)) return isPrivateAddress(host);
  return !host.includes('.') || NAMES.test(host);
};

/** Whether a URL is of this machine, as `npm start` prints it. */
export const isLoopback = (url: string): boolean => LOOPBACK.has(new URL(url).hostname);
