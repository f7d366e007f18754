// Usage: node build/build.mjs [--quiet]
import { bundle, whyNotBuilt } from './bundle.mjs';

try {
  const deployed = await bundle();
  if (!process.argv.includes('--quiet')) for (const { file, bytes } of deployed) console.log(`${file} ${bytes} bytes`);
} catch (error) {
  process.stderr.write(`${whyNotBuilt(error)}\n`);
  process.exitCode = 1;
}
