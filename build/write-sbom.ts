import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES } from '../lib/runtime/function-names.ts';
import { readBundledPackages } from './bundled-packages.ts';
import { readDeployed } from './metafile.ts';
import { sbomOf } from './sbom.ts';

/* `npm run sbom`: writes dist/sbom.cdx.json. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FILE = 'dist/sbom.cdx.json';

const readJson = async (file: string) => JSON.parse(await readFile(`${ROOT}${file}`, 'utf8'));

const packages = await readBundledPackages(ROOT);
const functions = await Promise.all(
  FUNCTION_NAMES.map(async (name) => [name, await readDeployed(ROOT, name)] as const),
);
const sbom = sbomOf({
  project: await readJson('package.json'),
  functions: Object.fromEntries(functions),
  packages,
  locked: (await readJson('package-lock.json')).packages,
});
await writeFile(`${ROOT}${FILE}`, `${JSON.stringify(sbom, undefined, 2)}\n`);
process.stdout.write(
  `${FILE}: CycloneDX ${sbom.specVersion}, ${FUNCTION_NAMES.length} functions, ${packages.length} packages\n`,
);
