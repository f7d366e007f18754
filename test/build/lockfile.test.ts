import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const readJson = async (file: string) => JSON.parse(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8'));

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
}

describe.each(['', 'test/lambda/'])('%spackage-lock.json', (folder) => {
  const readLocked = async () => {
    const { packages } = await readJson(`${folder}package-lock.json`);
    return Object.entries<Locked>(packages).filter(([path]) => path !== '');
  };

  it('has the SHA-512 of every package', async () => {
    const locked = await readLocked();

    const without = locked.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''));

    expect(locked.length).toBeGreaterThan(50);
    expect(without).toEqual([]);
  });

  it('names no address: no registry or mirror of one machine, no Git repository, no archive', async () => {
    const locked = await readLocked();

    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('goes with a package.json that pins every dependency exactly', async () => {
    const { dependencies, devDependencies, optionalDependencies } = await readJson(`${folder}package.json`);

    const ranges = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
  });
});
