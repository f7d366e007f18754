import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProveOptions } from './command-line.ts';
import type { Scope } from './scope.ts';
import { baseline } from './storm/baseline.ts';
import { cheating } from './storm/cheat.ts';
import type { Contestant } from './storm/contestant.ts';
import type { StormPlan } from './storm/plan.ts';
import { runStorm } from './storm/run-storm.ts';
import { thisProject } from './storm/this-project.ts';
import { type Claim, claimsOf } from './verdict/claims.ts';
import { type Figures, figuresOf } from './verdict/figures.ts';
import type { StormRecord } from './verdict/records.ts';

/** What is said of a system after its storm. */
export interface Judged {
  readonly name: string;
  readonly figures: Figures;
  readonly claims: readonly Claim[];
}

export interface Surroundings {
  readonly scope: Scope;
  /** Aborted when all storms have to end, done or not. */
  readonly signal: AbortSignal;
  readonly onEvent: (name: string, event: string) => void;
  readonly onRecord: (name: string, record: StormRecord) => void;
}

/** Runs the storm through this project and, at the same time, through each baseline; this project comes first. */
export const prove = async (
  options: Pick<ProveOptions, 'upstream' | 'cheat' | 'withBaselines'>,
  plan: StormPlan,
  surroundings: Surroundings,
): Promise<Judged[]> => {
  const { scope } = surroundings;
  const judge = async (contestant: Contestant, upstream?: string): Promise<Judged> => {
    const { name } = contestant;
    const record = await runStorm({
      ...surroundings,
      contestant,
      plan,
      upstream,
      onEvent: (event) => surroundings.onEvent(name, event),
      onRecord: (seen) => surroundings.onRecord(name, seen),
    });
    const figures = figuresOf(record);
    return { name, figures, claims: claimsOf(figures, record) };
  };
  const noSchedules = join(await scope.folder(), 'no-schedules.yml');
  await writeFile(noSchedules, '');
  const project = thisProject(noSchedules);
  const baselines = options.withBaselines ? [await baseline('memory', scope), await baseline('stored', scope)] : [];
  return Promise.all([
    judge(options.cheat === undefined ? project : cheating(project, options.cheat), options.upstream),
    ...baselines.map((contestant) => judge(contestant)),
  ]);
};
