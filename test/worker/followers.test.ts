import { describe, expect, it } from 'vitest';
import type { Notification } from '../../lib/notify/notification.ts';
import type { SnapshotAnswer } from '../../lib/thousandeyes/client.ts';
import { aCapture, anAlert, aSnapshot, MINUTE, NOW } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const LEADER = 'a'.repeat(32);
const FOLLOWER = 'b'.repeat(32);
const FIVE_HOURS = 300;

/* Exactly one notification covers each capture, even if SNS fails or a worker dies at any step. */

describe('followers: the worker died after `created`, before the notification was out', () => {
  it('end with the one notification of their leader', async () => {
    const { world, add, work, ledger } = aWorker();
    const covers = [{ captureId: FOLLOWER, severity: 'major' as const, alert: anAlert() }];
    const leaseUntil = NOW - 2 * MINUTE;
    await add(
      aCapture({ id: LEADER, state: 'created', attempts: 1, snapshot: aSnapshot(), covers, leaseUntil }),
      aCapture({ id: FOLLOWER, state: 'claimed', attempts: 1, mergedInto: LEADER, leaseUntil }),
    );

    for (let minute = 0; minute < 5; minute += 1) {
      await work();
      world.now += MINUTE;
    }

    expect(world.published.map(({ event }) => event.alerts.length)).toEqual([2]);
    expect(world.posts).toEqual([]);
    expect(await ledger.get(FOLLOWER)).toMatchObject({ state: 'published', mergedInto: LEADER });
    expect(await ledger.get(FOLLOWER)).not.toHaveProperty('possibleDuplicate');
  });
});

describe.each([1, 5, FIVE_HOURS])('followers: SNS refuses for %i minutes', (minutes) => {
  // A renewed lease once dropped the leader: each follower was captured and announced again, marked as a possible
  // duplicate.
  const OUTCOMES: readonly { readonly name: string; readonly answer?: SnapshotAnswer; readonly state: string }[] = [
    { name: 'a link', state: 'published' },
    { name: 'a 404', answer: { outcome: 'rejected', status: 404, detail: '404 Not Found' }, state: 'failed' },
  ];

  it.each(OUTCOMES)(
    'ten alerts of one test with $name are one POST and one notification',
    async ({ answer, state }) => {
      const published: Notification[] = [];
      const isDown = () => world.now < NOW + minutes * MINUTE;
      const { world, add, work, ledger } = aWorker({
        publish: async (notification) => {
          if (isDown()) throw new Error('SNS refuses');
          published.push(notification);
        },
      });
      if (answer) world.snapshots.push(answer);
      await add(...Array.from({ length: 10 }, (_, n) => aCapture({ id: `${n}`.repeat(32), alert: anAlert() })));

      for (let minute = 0; minute < minutes + 5; minute += 1) {
        await work();
        world.now += MINUTE;
      }

      expect(world.posts).toHaveLength(1);
      expect(published.map(({ event }) => event.alerts.length)).toEqual([10]);
      expect(new Set(ledger.all().map((capture) => capture.state))).toEqual(new Set([state]));
      expect(ledger.all().filter(({ possibleDuplicate }) => possibleDuplicate)).toEqual([]);
    },
  );
});

describe('followers: one of them went its own way since its lease ran out', () => {
  it.each([
    { name: 'claimed it', mergedInto: {} },
    { name: 'claimed it with a leader of its own', mergedInto: { mergedInto: 'd'.repeat(32) } },
  ])('stays with whoever has $name, and the others end', async ({ mergedInto }) => {
    const { add, work, ledger } = aWorker();
    const covers = [FOLLOWER, 'c'.repeat(32)].map((captureId) => ({ captureId, severity: 'major' as const }));
    const leaseUntil = NOW + MINUTE;
    const ofAnother = aCapture({ id: FOLLOWER, state: 'claimed', attempts: 2, leaseUntil, ...mergedInto });
    await add(
      aCapture({ id: LEADER, state: 'created', snapshot: aSnapshot(), covers, leaseUntil: NOW - MINUTE }),
      ofAnother,
      aCapture({ id: 'c'.repeat(32), state: 'claimed', mergedInto: LEADER, leaseUntil }),
    );

    await work();

    expect(await ledger.get(FOLLOWER)).toEqual(ofAnother);
    expect(await ledger.get('c'.repeat(32))).toMatchObject({ state: 'published', mergedInto: LEADER });
  });
});

describe('followers: one of them has ended when the notification goes out again', () => {
  it('is not written or counted once more', async () => {
    const covers = [{ captureId: FOLLOWER, severity: 'major' as const }];
    const ended = aCapture({
      id: FOLLOWER,
      state: 'published',
      mergedInto: LEADER,
      snapshot: aSnapshot(),
      announcedAt: NOW - MINUTE,
    });
    const { world, add, work, ledger } = aWorker();
    await add(
      aCapture({ id: LEADER, state: 'created', snapshot: aSnapshot(), covers, leaseUntil: NOW - MINUTE }),
      ended,
    );

    await work();

    expect(await ledger.get(LEADER)).toMatchObject({ state: 'published' });
    expect(await ledger.get(FOLLOWER)).toEqual(ended);
    expect(world.measured.filter(({ name }) => name === 'CapturesPublished')).toHaveLength(1);
  });
});

describe('followers: the ledger refuses to end one of them', () => {
  it('is no reason to send the notification again, and the follower ends later', async () => {
    // Its error once left the leader unannounced, and every recovery published the notification again.
    const { ledger } = aWorker();
    let refusals = 3;
    const { world, work } = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (next.mergedInto !== undefined && next.state === 'published' && refusals > 0) {
            refusals -= 1;
            throw new Error('throttled');
          }
          return ledger.save(next);
        },
      },
    });
    await ledger.add(aCapture({ id: LEADER }));
    await ledger.add(aCapture({ id: FOLLOWER }));

    for (let minute = 0; minute < 10; minute += 1) {
      await work();
      world.now += MINUTE;
    }

    expect(world.published).toHaveLength(1);
    expect(ledger.all().map(({ state }) => state)).toEqual(['published', 'published']);
    expect(world.posts).toHaveLength(1);
  });
});
