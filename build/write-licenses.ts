import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readBundledPackages } from './bundled-packages.ts';
import { licenseFaults, renderThirdPartyLicenses } from './third-party-licenses.ts';

/* `npm run licenses`: writes THIRD-PARTY-LICENSES, unless a package may not be deployed. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const packages = await readBundledPackages(ROOT);
const faults = licenseFaults(packages);
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\nTHIRD-PARTY-LICENSES was not written.\n`);
  process.exitCode = 1;
} else {
  await writeFile(`${ROOT}THIRD-PARTY-LICENSES`, await renderThirdPartyLicenses(ROOT, packages));
  process.stdout.write(`THIRD-PARTY-LICENSES: ${packages.length} packages\n`);
}
