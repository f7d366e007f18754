import { CommanderError } from 'commander';
import { createAws } from './aws.ts';
import { judgeClock, type Observation, observe } from './checks/clock.ts';
import { createCall, type OnDate } from '../http-call.ts';
import { judgePermission } from './checks/permission.ts';
import type { DoctorDeps } from './dependencies.ts';
import { readOptions } from './options.ts';
import { examine } from './examine.ts';
import { exitCodeOf, reportOf, toJson, toText } from './report.ts';
import { type Live, takeLive } from './take-live.ts';
import { findTargets, regionOf } from './targets.ts';
import { UsageError } from '../usage-error.ts';

/** Runs `npm run doctor` and returns its exit code. */
export const runDoctor = async (args: readonly string[], deps: DoctorDeps): Promise<0 | 1 | 2> => {
  const { now, sleep, out, err } = deps;
  try {
    const options = readOptions(args, deps);
    const observations: Observation[] = [];
    const onDate: OnDate = (...told) => {
      const observation = observe(...told);
      if (observation) observations.push(observation);
    };
    const call = createCall({ timeoutMs: options.timeout * 1000, now, onDate });
    const aws = createAws(deps.connectAws(regionOf(options)), { timeoutMs: options.timeout * 1000, now, onDate });
    const targets = await findTargets(options, aws);
    const examined = await deps.during('Checking', examine(targets, options, { aws, call, now, sleep }));
    const live: Live = options.live ? await takeLive(targets, options, examined, { ...deps, call }) : {};
    const report = reportOf({
      ...examined.findings,
      permission: judgePermission(live.result, examined.status, now()),
      clock: judgeClock(observations),
      ...(live.judgment && { live: live.judgment }),
    });
    out(options.json ? toJson(report) : toText(report));
    if (options.showLink && live.result?.kind === 'created') out(`\n${live.result.link}\n`);
    return exitCodeOf(report);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has written its message
    if (!(error instanceof UsageError)) throw error;
    err(`${error.message} See npm run doctor -- --help.\n`);
    return 2;
  }
};
