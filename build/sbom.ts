import { createHash } from 'node:crypto';
import type { BundledPackage } from './bundled-packages.ts';

interface SbomInput {
  /** Name and version of package.json. */
  readonly project: { readonly name: string; readonly version: string; readonly license: string };
  /** The files that are deployed of each function, by the function's name and then by their path in its folder. */
  readonly functions: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  readonly packages: readonly BundledPackage[];
  /** `packages` of package-lock.json. */
  readonly locked: Readonly<Record<string, { readonly integrity?: string } | undefined>>;
}

/**
 * A CycloneDX 1.6 document of what is deployed: the four functions with the SHA-256 of each of their files, and the
 * packages in them with the SHA-512 by which npm checked them. It has no time in it and its serial number is made from its
 * content: the same bundles have the same document. Node and its modules are Lambda's part and stand in no bundle.
 *
 * @throws where a package has no integrity in package-lock.json
 */
export const sbomOf = ({ project, functions: filesOf, packages, locked }: SbomInput) => {
  const root = purlOf(project);
  const functions = Object.keys(filesOf).toSorted();
  const content = {
    metadata: {
      component: { type: 'application', 'bom-ref': root, purl: root, ...describe(project) },
    },
    components: [
      ...functions.map((name) => ({
        type: 'application',
        'bom-ref': `${root}#${name}`,
        name,
        version: project.version,
        components: Object.entries(filesOf[name] ?? {}).map(([file, bytes]) => ({
          type: 'file',
          name: `${name}/${file}`,
          hashes: [{ alg: 'SHA-256', content: sha256(bytes) }],
        })),
      })),
      ...packages.map((bundled) => ({
        type: 'library',
        'bom-ref': purlOf(bundled),
        purl: purlOf(bundled),
        ...describe(bundled),
        hashes: [{ alg: 'SHA-512', content: sha512Of(bundled, locked) }],
      })),
    ],
    dependencies: [
      { ref: root, dependsOn: functions.map((name) => `${root}#${name}`) },
      ...functions.map((name) => ({
        ref: `${root}#${name}`,
        dependsOn: packages.filter((bundled) => bundled.functions.includes(name)).map(purlOf),
      })),
    ],
  };
  return { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: serialOf(content), version: 1, ...content };
};

const purlOf = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

const describe = ({
  name,
  version,
  license,
}: {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}) => ({
  name,
  version,
  licenses: [{ license: { id: license } }],
});

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** npm's integrity is base64 with the algorithm before it, CycloneDX wants hexadecimal. */
const sha512Of = ({ name, path }: BundledPackage, locked: SbomInput['locked']): string => {
  const base64 = /^sha512-(.+)$/.exec(locked[path]?.integrity ?? '')?.[1];
  if (base64 === undefined) throw new Error(`${name} has no SHA-512 in package-lock.json. Run npm install.`);
  return Buffer.from(base64, 'base64').toString('hex');
};

const serialOf = (content: object): string => {
  const hash = sha256(JSON.stringify(content));
  const [, a, b, c, d, e] = /^(.{8})(.{4})(.{3})(.{3})(.{12})/.exec(hash) ?? [];
  return `urn:uuid:${a}-${b}-8${c}-8${d}-${e}`; // version 8: made from content of one's own
};
