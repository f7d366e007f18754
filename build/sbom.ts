import { createHash } from 'node:crypto';
import type { BundledPackage } from './bundled-packages.ts';

interface SbomInput {
  /** Fields of package.json. */
  readonly project: { readonly name: string; readonly version: string; readonly license: string };
  /** The deployed files of each function: by the function's name, then by their path in its folder. */
  readonly functions: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  readonly packages: readonly BundledPackage[];
  /** `packages` of package-lock.json. */
  readonly locked: Readonly<Record<string, { readonly integrity?: string } | undefined>>;
}

/**
 * Describes what is deployed as a CycloneDX 1.6 document: the four functions with the SHA-256 of each file, and their
 * packages with the SHA-512 that npm checked. The document has no timestamp, and its serial number comes from its
 * content, so the same bundles give the same document. Node is absent, because Lambda supplies it.
 *
 * @throws Error if a package has no integrity in package-lock.json
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

/** Converts npm's integrity, an algorithm and base64, to hexadecimal for CycloneDX. */
const sha512Of = ({ name, path }: BundledPackage, locked: SbomInput['locked']): string => {
  const base64 = /^sha512-(.+)$/.exec(locked[path]?.integrity ?? '')?.[1];
  if (base64 === undefined) throw new Error(`${name} has no SHA-512 in package-lock.json. Run npm install.`);
  return Buffer.from(base64, 'base64').toString('hex');
};

const serialOf = (content: object): string => {
  const hash = sha256(JSON.stringify(content));
  const [, a, b, c, d, e] = /^(.{8})(.{4})(.{3})(.{3})(.{12})/.exec(hash) ?? [];
  return `urn:uuid:${a}-${b}-8${c}-8${d}-${e}`; // UUID version 8: custom content
};
