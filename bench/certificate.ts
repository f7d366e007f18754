import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** What a server of TLS on the loopback address needs. */
export interface Certificate {
  readonly key: string;
  /** The server's own and the intermediate one, as AWS's endpoints send them. */
  readonly chain: string;
}

const ca = (pathLenConstraint: number) => ({
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints' as const, cA: true, pathLenConstraint, critical: true },
    { name: 'keyUsage' as const, keyCertSign: true, cRLSign: true, critical: true },
  ],
});
const named = (value: string) => [{ name: 'commonName', value }];

/**
 * A certificate for 127.0.0.1: RSA with 2048 bits and one intermediate, the form of those of AWS's regional endpoints, so that a
 * client does the same work.
 *
 * @param folder where the root goes to
 * @returns with the root's file, for `NODE_EXTRA_CA_CERTS`
 */
export const makeCertificate = async (folder: string): Promise<Certificate & { readonly rootFile: string }> => {
  const root = await generate(named('bench root'), ca(1));
  const middle = await generate(named('bench intermediate'), { ...ca(0), ca: { key: root.private, cert: root.cert } });
  const leaf = await generate(named('127.0.0.1'), {
    algorithm: 'sha256',
    ca: { key: middle.private, cert: middle.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const rootFile = join(folder, 'root.pem');
  await writeFile(rootFile, root.cert);
  return { key: leaf.private, chain: `${leaf.cert}\n${middle.cert}`, rootFile };
};
