import { describe, expect, it } from 'vitest';
import type { Created } from '../../lib/captures/capture.ts';
import type { Baselines } from '../../lib/ledger/baselines.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import { aCapture, aSnapshot, aSource, HOUR, NOW } from '../support/factories.ts';

/** A scheduled capture of a test whose snapshot ends so many hours after `NOW`. */
const planned = (testId: string, hours: number): Created =>
  aSource(aSnapshot({ endsAt: NOW + hours * HOUR }), { id: `planned ${testId} ${hours}`, reason: 'schedule', testId });

/** What every store of baselines promises; `add` puts captures beside it. */
export const baselinesContract = (name: string, open: () => Baselines, add: Ledger['add']): void => {
  describe(`${name}: the newest of a test`, () => {
    it('knows none of a test that has none', async () => {
      expect(await open().readWith('74411/7001', [])).toEqual({ captures: [] });
    });

    it('knows the newest one of a test, whatever comes last, and notes the same one again', async () => {
      const baselines = open();
      await baselines.note(planned('7002', 1), NOW);
      await baselines.note(planned('7002', 3), NOW);
      await baselines.note(planned('7002', 3), NOW);
      await baselines.note(planned('7002', 2), NOW);
      await baselines.note(planned('7003', 9), NOW);

      const { snapshot } = planned('7002', 3);
      expect(await baselines.readWith('74411/7002', [])).toEqual({
        captures: [],
        baseline: { captureId: 'planned 7002 3', snapshot },
      });
    });

    it('reads captures beside it, in the order of their ids, without those that are not there', async () => {
      const [one, two] = ['baseline-one', 'baseline-two'].map((id) => aCapture({ id, testId: '7004' }));
      for (const capture of [one, two]) if (capture) await add(capture);

      expect((await open().readWith('74411/7004', ['baseline-two', 'gone', 'baseline-one'])).captures).toEqual([
        two,
        one,
      ]);
    });
  });
};
