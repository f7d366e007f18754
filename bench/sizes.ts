import { FUNCTION_NAMES } from '../lib/runtime/function-names.ts';
import { type Bench, kilobytes } from './bench.ts';
import { built, builtBeside, bundle, sizesOf, AS_IT_COMES } from './bundles.ts';

/** Measures what is deployed: the size of each function's files, and of its zip. */
export const sizes: Bench = async () => {
  const rows = await Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const beside = await builtBeside(name);
      const { raw, gzip, zip } = await sizesOf(built(name), ...beside);
      const whole = await bundle(`${name}-whole`, { file: `handlers/${name}.ts` }, AS_IT_COMES);
      const asItComes = await sizesOf(whole, ...beside);
      return [name, kilobytes(raw), kilobytes(gzip), kilobytes(zip), kilobytes(asItComes.raw)];
    }),
  );
  const header = ['function', 'minified, KB', 'gzip, KB', 'zip, KB', 'minified with all of the SDK, KB'];
  return { tables: [{ name: 'sizes', header, rows }], raw: rows };
};
