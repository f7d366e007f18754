import type { BuildOptions } from 'esbuild';

export const COMMON: BuildOptions & { readonly metafile: true };
export const BOARD_ASSETS: BuildOptions & { readonly metafile: true };
export const FUNCTION_BUNDLE: BuildOptions & { readonly metafile: true };
