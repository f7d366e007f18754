interface BuiltFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
}

export const bundle: () => Promise<readonly { readonly file: string; readonly bytes: number }[]>;
export const replaceFolder: (folder: string, files: readonly BuiltFile[]) => Promise<void>;
export const whyNotBuilt: (error: unknown) => string;
