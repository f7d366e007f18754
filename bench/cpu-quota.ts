import { mkdir, rmdir, writeFile } from 'node:fs/promises';

/** Lambda gives a whole vCPU at this memory size, and in proportion below. */
const MB_OF_ONE_VCPU = 1769;
/** The kernel hands out CPU time by the period; Lambda's is this long, by what others have measured there. */
const PERIOD_US = 20_000;

export interface CpuQuota {
  /** A process that writes its id into this file has the quota from then on, with all of its threads and children. */
  readonly inside: string;
  /** The same, to be without it again. */
  readonly outside: string;
}

/** The two generations of control groups, how each takes a quota, and the greatest weight: the quota is what bounds, not other work here. */
const CONTROL_GROUPS = [
  {
    folder: '/sys/fs/cgroup/cpu',
    settings: (quotaUs: number) => [
      ['cpu.cfs_period_us', String(PERIOD_US)],
      ['cpu.cfs_quota_us', String(quotaUs)],
      ['cpu.shares', '262144'],
    ],
  },
  {
    folder: '/sys/fs/cgroup',
    settings: (quotaUs: number) => [
      ['cpu.max', `${quotaUs} ${PERIOD_US}`],
      ['cpu.weight', '10000'],
    ],
  },
] as const;

/**
 * Runs with a control group that has the CPU quota which Lambda gives a function of this memory size, once it is initialized.
 *
 * @param run gets undefined if this machine lets us make none: only Linux has them, and they usually are root's. Its processes in
 * the group have ended when it has
 */
export const withCpuQuota = async <Result>(
  memoryMb: number,
  run: (quota: CpuQuota | undefined) => Promise<Result>,
): Promise<Result> => {
  const quotaUs = Math.round((memoryMb / MB_OF_ONE_VCPU) * PERIOD_US);
  for (const { folder, settings } of CONTROL_GROUPS) {
    const group = `${folder}/bench-${process.pid}`;
    try {
      await mkdir(group);
    } catch {
      continue; // this generation is not mounted here, or not ours to write
    }
    try {
      const isLimited = await writeAll(group, settings(quotaUs));
      if (isLimited) return await run({ inside: `${group}/cgroup.procs`, outside: `${folder}/cgroup.procs` });
    } finally {
      await rmdir(group);
    }
  }
  return run(undefined);
};

/** Whether the group takes the settings: its controller may be off. */
const writeAll = async (group: string, settings: readonly (readonly string[])[]): Promise<boolean> => {
  try {
    for (const [file = '', value = ''] of settings) await writeFile(`${group}/${file}`, value);
    return true;
  } catch {
    return false;
  }
};
