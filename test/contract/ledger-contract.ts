import { describe, expect, it } from 'vitest';
import { captureIdOf } from '../../lib/captures/identity.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import type { LedgerQueries } from '../../lib/ledger/queries.ts';
import { announce } from '../../lib/captures/announcing.ts';
import { backOff, claim, create, fail } from '../../lib/captures/transitions.ts';
import { aCapture, anAlert, type CaptureOverrides, aSnapshot, MINUTE, NOW } from '../support/factories.ts';

let made = 0;

/** A capture that no other test of this contract uses, of a ThousandEyes test of its own. */
const fresh = (overrides: CaptureOverrides = {}) => {
  made += 1;
  return aCapture({ id: captureIdOf('contract', String(made)), testId: String(500_000 + made), ...overrides });
};

const idsOf = (captures: readonly { readonly id: string }[]) => captures.map(({ id }) => id);

/**
 * The contract of every ledger: the one in DynamoDB, and the one in memory that the simulation uses.
 *
 * @param settle waits until the indexes have caught up
 */
export const ledgerContract = (
  name: string,
  ledger: () => Ledger & LedgerQueries,
  settle: () => Promise<void>,
): void => {
  describe(`${name}: adding a capture`, () => {
    it('is true once and false for every repetition', async () => {
      const capture = fresh();

      const added = await Promise.all(Array.from({ length: 20 }, () => ledger().add(capture)));

      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await ledger().get(capture.id)).toEqual(capture);
    });

    it('with a body beside it is false for a repetition too', async () => {
      const capture = fresh();

      expect(await ledger().add(capture, '{"unheard":"of"}')).toBe(true);
      expect(await ledger().add(capture, '{"unheard":"of"}')).toBe(false);
      expect(await ledger().get(capture.id)).toEqual(capture);
    });

    it('never overwrites what became of the first', async () => {
      const capture = fresh();
      await ledger().add(capture);
      await ledger().save(claim(capture, NOW));

      expect(await ledger().add(capture)).toBe(false);
      expect(await ledger().get(capture.id)).toMatchObject({ state: 'claimed', version: 2 });
    });
  });

  describe(`${name}: saving the next version`, () => {
    it('has one winner among fifty', async () => {
      const capture = fresh();
      await ledger().add(capture);

      const saved = await Promise.all(
        Array.from({ length: 50 }, (_, index) => ledger().save(claim(capture, NOW + index))),
      );

      expect(saved.filter(Boolean)).toHaveLength(1);
      expect(await ledger().get(capture.id)).toMatchObject({ leaseUntil: NOW + saved.indexOf(true) });
    });

    it('has one winner among equal writers too', async () => {
      const capture = fresh();
      await ledger().add(capture);

      const saved = await Promise.all(Array.from({ length: 10 }, () => ledger().save(claim(capture, NOW))));

      expect(saved.filter(Boolean)).toHaveLength(1);
    });

    it('is false for a capture that nobody added', async () => {
      const capture = fresh();

      expect(await ledger().save(claim(capture, NOW))).toBe(false);
      expect(await ledger().get(capture.id)).toBeUndefined();
    });

    it('forgets what the next version no longer has', async () => {
      const capture = fresh();
      const claimed = claim(capture, NOW);
      const waiting = backOff(claimed, NOW + MINUTE);
      await ledger().add(capture);
      await ledger().save(claimed);
      await ledger().save(waiting);

      expect(await ledger().get(capture.id)).toEqual(waiting);
      expect(await ledger().get(capture.id)).not.toHaveProperty('leaseUntil');
    });
  });

  describe(`${name}: open captures`, () => {
    it('are those in hand by the end of their lease, then the pending ones by turn, and nothing that is done', async () => {
      const long = NOW - 1000 * 24 * 60 * MINUTE; // earlier than all others, so that the limit does not cut them off
      const minor = fresh({ receivedAt: long, severity: 'minor' });
      const critical = fresh({ receivedAt: long + 1, severity: 'critical' });
      const held = fresh({ receivedAt: long });
      const heldLonger = fresh({ receivedAt: long });
      const published = fresh({ receivedAt: long });
      const failed = fresh({ receivedAt: long });
      for (const capture of [minor, critical, held, heldLonger, published, failed]) await ledger().add(capture);
      await ledger().save(claim(heldLonger, long + 2));
      await ledger().save(claim(held, long + 1));
      const created = create(claim(published, long), aSnapshot(), [], long);
      await ledger().save({ ...created, version: 2 });
      await ledger().save({ ...announce(created, long), version: 3 });
      const failure = { code: 'rejected', detail: '400' } as const;
      await ledger().save({ ...announce(fail(failed, failure, [], long), long), version: 2 });
      await settle();

      const open = idsOf(await ledger().openKeys(50));
      const ours = [held, heldLonger, critical, minor].map(({ id }) => id);

      expect(open.filter((id) => ours.includes(id))).toEqual(ours);
      expect(open).not.toContain(published.id);
      expect(open).not.toContain(failed.id);
    });

    it('come by the end of a lease or the next try, then by level and arrival, a page at a time from any place', async () => {
      const long = NOW - 3000 * 24 * 60 * MINUTE;
      const major = fresh({ receivedAt: long, severity: 'major' });
      const [first, second] = [1, 2].map((turn) => fresh({ receivedAt: long + turn, severity: 'critical' }));
      const held = fresh({ receivedAt: long });
      const backingOff = fresh({ receivedAt: long, severity: 'critical' });
      if (!first || !second) throw new Error('two were made');
      for (const capture of [major, second, first, held, backingOff]) await ledger().add(capture);
      await ledger().save(claim(held, long));
      const claimed = claim(backingOff, long);
      await ledger().save(claimed);
      await ledger().save(backOff(claimed, long + 900 * MINUTE));
      await settle();

      const ours = new Set(idsOf([major, first, second, held, backingOff]));
      const all = (await ledger().openKeys(1000)).filter(({ id }) => ours.has(id));
      const waiting = await ledger().openKeys(1, '1 1');
      const next = await ledger().openKeys(1, waiting[0]);

      expect(idsOf(all)).toEqual(idsOf([held, backingOff, first, second, major]));
      expect(idsOf([...waiting, ...next])).toEqual(idsOf([first, second]));
    });

    it('are as many as the limit says', async () => {
      await ledger().add(fresh());
      await ledger().add(fresh());
      await settle();

      expect(await ledger().openKeys(1)).toHaveLength(1);
    });
  });

  describe(`${name}: captures by their ids`, () => {
    it('come as they are stored, in the order of the ids, each once, without those that are not there', async () => {
      const captures = Array.from({ length: 130 }, () => fresh());
      for (const capture of captures) await ledger().add(capture);
      const last = captures.at(-1);
      if (!last) throw new Error('some were made');
      await ledger().save(claim(last, NOW));
      const ids = idsOf(captures).toReversed();

      const read = await ledger().getAll([...ids, 'f'.repeat(32), ...ids]);

      expect(idsOf(read)).toEqual(ids);
      expect(read[0]).toEqual(claim(last, NOW));
    });

    it('are none for none', async () => {
      expect(await ledger().getAll([])).toEqual([]);
    });
  });

  describe(`${name}: captures of one alert`, () => {
    it('come newest first, in any account group, and none that has no alert id', async () => {
      const alertId = captureIdOf('alert', name);
      const older = fresh({ alert: anAlert({ alertId }) });
      const newer = fresh({ alert: anAlert({ alertId, aid: '999' }), receivedAt: NOW + 1 });
      const { alertId: _, ...nameless } = anAlert();
      for (const capture of [older, newer, fresh({ alert: nameless }), fresh()]) await ledger().add(capture);
      await settle();

      expect(await ledger().idsOfAlert(alertId, 10)).toEqual(idsOf([newer, older]));
      expect(await ledger().idsOfAlert(alertId, 1)).toEqual([newer.id]);
    });
  });

  describe(`${name}: captures of one test`, () => {
    it('come newest first, of this account group only, in any state', async () => {
      const older = fresh({ receivedAt: NOW });
      const { testId = '' } = older;
      const newer = { ...fresh({ receivedAt: NOW + 1 }), testId };
      const elsewhere = { ...fresh(), testId, aid: '999' };
      for (const capture of [older, newer, elsewhere]) await ledger().add(capture);
      await ledger().save(claim(older, NOW));
      await settle();

      expect(await ledger().idsOfTest(`74411/${testId}`, 10)).toEqual([newer.id, older.id]);
      expect(await ledger().idsOfTest(`74411/${testId}`, 1)).toEqual([newer.id]);
    });

    it('are found once the test is known', async () => {
      const { testId, ...withoutTest } = fresh();
      await ledger().add(withoutTest);
      await ledger().save({ ...withoutTest, version: 2, testId: '777001' });
      await settle();

      expect(await ledger().idsOfTest('74411/777001', 10)).toEqual([withoutTest.id]);
      expect(testId).toBeDefined();
    });
  });
};
