import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** Licenses of packages that may be deployed: permissive ones that only require their text. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

/** Texts for packages that ship none. Only licenses whose text names no owner can have a standard text. */
const STANDARD_TEXTS: Readonly<Record<string, string>> = {
  'Apache-2.0': 'build/license-texts/Apache-2.0.txt',
  'MIT-0': 'build/license-texts/MIT-0.txt',
};

const filesOf = ({ license, legalFiles }: BundledPackage): readonly string[] => {
  const standard = STANDARD_TEXTS[license];
  return legalFiles.length === 0 && standard !== undefined ? [standard] : legalFiles;
};

/** One sentence for each package that may not be deployed: its license is not allowed, or the text is missing. */
export const licenseFaults = (packages: readonly BundledPackage[]): string[] =>
  packages.flatMap((bundled) => {
    const { name, version, license } = bundled;
    if (!ALLOWED.includes(license))
      return [`${name} ${version}: the license "${license}" is not one of ${ALLOWED.join(', ')}.`];
    return filesOf(bundled).length === 0 ? [`${name} ${version}: it ships no license text.`] : [];
  });

/** The content of `THIRD-PARTY-LICENSES`: each package with version, license and functions, then every text once. */
export const renderThirdPartyLicenses = async (root: string, packages: readonly BundledPackage[]): Promise<string> => {
  const sources = new Map<string, string[]>();
  for (const bundled of packages) {
    for (const file of filesOf(bundled)) {
      const text = (await readFile(join(root, file), 'utf8')).replaceAll('\r\n', '\n').trim();
      sources.set(text, [...(sources.get(text) ?? []), sourceOf(bundled, file)]);
    }
  }
  const list = packages.map(
    ({ name, version, license, functions }) => `${name} ${version}, ${license}: ${functions.join(', ')}`,
  );
  const texts = [...sources].map(([text, from]) => `${LINE}\n${from.join('\n')}\n\n${text}\n`);
  return `${HEAD}\n${list.join('\n')}\n\n${texts.join('\n')}`;
};

const sourceOf = ({ name, version, license, path }: BundledPackage, file: string): string =>
  file.startsWith(`${path}/`)
    ? `${name} ${version}, ${file.slice(path.length + 1)}`
    : `${name} ${version}, which ships no text: the standard one of ${license}`;

const LINE = '-'.repeat(80);

const HEAD = `The packages that are bundled into the functions, each with its version, its license and the functions that have it;
then the text of each license, under the packages that it comes from.
\`npm run licenses\` makes this file from what esbuild bundled.
`;
