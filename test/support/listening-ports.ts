import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTENING = '0A';

/** The TCP ports on which a process listens, read from /proc. Any user of this machine can find them this way. */
export const listeningPortsOf = async (pid: number): Promise<number[]> => {
  const files = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  const inodes = new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]));
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8')));
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTENING && inodes.has(inode))
    .map(([, address = '']) => Number.parseInt(address.split(':').at(-1) ?? '', 16));
};
