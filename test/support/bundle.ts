import { readFileSync } from 'node:fs';

export const FUNCTIONS = ['webhook', 'captures', 'schedule', 'worker'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** What esbuild says of a bundle. */
interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly bytes: number; readonly inputs: Readonly<Record<string, { bytesInOutput: number }>> }>
  >;
}

/** The bundle of a function as it was built last: its bytes, and the modules of which something is in it. */
export const readBundle = (name: FunctionName) => {
  const path = new URL(`../../dist/${name}/metafile.json`, import.meta.url);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- build.mjs writes it as esbuild gave it
  const { outputs } = JSON.parse(readFileSync(path, 'utf8')) as Metafile;
  const [output] = Object.values(outputs);
  if (output === undefined) throw new Error(`there is no bundle of ${name}: npm run build makes it`);
  const modules = Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );
  return { bytes: output.bytes, modules, packages: [...new Set(modules.flatMap(packageOf))] };
};

/** The package of a module under node_modules, the innermost where they are nested. */
const packageOf = (file: string): string[] => {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name === undefined ? [] : [name];
};
