import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import type { Slots } from '../../lib/ledger/slots.ts';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';

/**
 * The contract of slots: those in DynamoDB, and those in memory that the simulation uses. `make` gives five fresh ones,
 * `add` stores a capture beside them.
 */
export const slotsContract = (
  name: string,
  make: () => Promise<Slots>,
  add: (capture: Capture) => Promise<unknown>,
): void => {
  const slot = { index: 2, releaseAt: 0 };
  const CREATION = { at: NOW + SECOND, testKey: '74411/4711', captureId: 'a'.repeat(32) };

  describe(`${name}: fresh`, () => {
    it('are free, with the gate open and no wake scheduled', async () => {
      const slots = await make();

      expect(await slots.read()).toEqual({
        slots: [0, 1, 2, 3, 4].map((index) => ({ index, releaseAt: 0 })),
        gate: { closedUntil: 0, strikes: 0 },
        lookupAt: 0,
        topic: { releaseAt: 0, toldAt: {} },
        wakeAt: 0,
      });
    });
  });

  describe(`${name}: taking one`, () => {
    it('has one winner among twenty', async () => {
      const slots = await make();

      const leases = await Promise.all(Array.from({ length: 20 }, () => slots.take(slot, NOW, NOW + MINUTE)));

      expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
      expect((await slots.read()).slots[2]).toEqual({ index: 2, releaseAt: NOW + MINUTE, takenAt: NOW, uses: 1 });
    });

    it('counts each use, however it ends', async () => {
      const slots = await make();

      for (const at of [NOW, NOW + 1]) {
        const lease = await slots.take(slot, at, at + MINUTE);
        if (lease) await slots.release(lease, 0);
      }

      expect((await slots.read()).slots[2]).toMatchObject({ releaseAt: 0, uses: 2 });
    });

    it('works again at its release, not a millisecond earlier', async () => {
      const slots = await make();
      await slots.take(slot, NOW, NOW + MINUTE);

      expect(await slots.take(slot, NOW + MINUTE - 1, NOW + 2 * MINUTE)).toBeUndefined();
      expect(await slots.take(slot, NOW + MINUTE, NOW + 2 * MINUTE)).toMatchObject({ index: 2, takenAt: NOW + MINUTE });
    });
  });

  describe(`${name}: releasing one`, () => {
    it('moves the release of the holder', async () => {
      const slots = await make();
      const lease = await slots.take(slot, NOW, NOW + MINUTE);

      if (lease) await slots.release(lease, NOW + SECOND);

      expect((await slots.read()).slots[2]?.releaseAt).toBe(NOW + SECOND);
    });

    it('remembers the last snapshot that each created, also where it created none since', async () => {
      const slots = await make();
      const lease = await slots.take(slot, NOW, NOW + MINUTE);
      const other = await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + MINUTE);

      if (lease) await slots.release(lease, NOW + SECOND, CREATION);
      if (other) await slots.release(other, NOW + MINUTE);
      await slots.take(slot, NOW + SECOND, NOW + MINUTE);

      const read = await slots.read();
      expect(read.slots[2]?.created).toEqual(CREATION);
      expect(read.slots[0]).not.toHaveProperty('created');
    });

    it('does nothing for a holder whose lease has passed on', async () => {
      const slots = await make();
      const first = await slots.take(slot, NOW, NOW + SECOND);
      await slots.take(slot, NOW + MINUTE, NOW + 2 * MINUTE);

      if (first) await slots.release(first, 0);

      expect((await slots.read()).slots[2]?.releaseAt).toBe(NOW + 2 * MINUTE);
    });
  });

  describe.each(['look-up', 'publish'] as const)(`${name}: the turn to %s`, (to) => {
    const other = to === 'publish' ? 'look-up' : 'publish';

    it('is taken by one of twenty workers, and free again at its end', async () => {
      const slots = await make();

      const turns = await Promise.all(Array.from({ length: 20 }, () => slots.takeTurn(to, NOW, NOW + SECOND)));

      expect(turns.filter(Boolean)).toHaveLength(1);
      expect(await slots.takeTurn(to, NOW + SECOND - 1, NOW + MINUTE)).toBe(false);
      expect(await slots.takeTurn(to, NOW + SECOND, NOW + MINUTE)).toBe(true);
      expect(await slots.takeTurn(other, NOW, NOW + 1)).toBe(true); // the two turns are independent
    });

    it('is read with the quota', async () => {
      const slots = await make();
      await slots.takeTurn(to, NOW, NOW + SECOND);

      const { lookupAt, topic } = await slots.read();

      expect({ 'look-up': lookupAt, publish: topic.releaseAt }).toEqual({ [to]: NOW + SECOND, [other]: 0 });
    });
  });

  describe(`${name}: what is told once in a while`, () => {
    it('is remembered, each kind with its last time', async () => {
      const slots = await make();

      await slots.noteTold('quarantined', NOW, []);
      await slots.noteTold('gave_up', NOW + 1, ['none']);
      await slots.noteTold('quarantined', NOW + 2, ['quarantined']);

      expect((await slots.read()).topic).toEqual({ releaseAt: 0, toldAt: { quarantined: NOW + 2, gave_up: NOW + 1 } });
    });

    it('is forgotten, those kinds that are named', async () => {
      const slots = await make();
      for (const kind of ['no_test of rule 1', 'no_test of rule 2', 'gave_up']) await slots.noteTold(kind, NOW, []);

      await slots.noteTold('quarantined', NOW + 1, ['no_test of rule 1', 'gave_up']);

      const { toldAt } = (await slots.read()).topic;
      expect(toldAt).toEqual({ 'no_test of rule 2': NOW, quarantined: NOW + 1 });
    });
  });

  describe(`${name}: read with captures`, () => {
    it('tells of those that are there, in the order asked for', async () => {
      const slots = await make();
      const [first, second] = [aCapture({ id: 'e'.repeat(32) }), aCapture({ id: 'f'.repeat(32) })];
      for (const capture of [first, second]) await add(capture);

      const { quota, captures } = await slots.readWith([second.id, 'a'.repeat(32), first.id]);

      expect(captures).toEqual([second, first]);
      expect(quota).toEqual(await slots.read());
    });
  });

  describe(`${name}: the gate`, () => {
    it('is closed for the longest time that anybody asked for', async () => {
      const slots = await make();

      await slots.closeGate({ closedUntil: NOW + MINUTE, reason: 'rate_limited', strikes: 1 });
      await slots.closeGate({ closedUntil: NOW + SECOND, reason: 'unreachable', strikes: 7 });
      await slots.closeGate({ closedUntil: NOW + MINUTE, reason: 'failing', strikes: 8 });

      expect((await slots.read()).gate).toEqual({ closedUntil: NOW + MINUTE, reason: 'rate_limited', strikes: 1 });
    });
  });

  describe(`${name}: the one call when the gate opens again`, () => {
    const closed = { closedUntil: NOW, reason: 'unauthorized', strikes: 3 } as const;
    const closedGate = async () => {
      const slots = await make();
      await slots.closeGate(closed);
      return slots;
    };
    const until = NOW + MINUTE;

    it('is one worker’s of twenty, and closes the gate for the others', async () => {
      const slots = await closedGate();

      const probes = await Promise.all(Array.from({ length: 20 }, () => slots.takeProbe(closed, until)));

      expect(probes.filter((probe) => probe !== undefined)).toEqual([expect.objectContaining({ until })]);
      expect((await slots.read()).gate).toEqual({ ...closed, closedUntil: until });
    });

    it('is nobody’s who saw the gate as it is no longer', async () => {
      const slots = await closedGate();
      await slots.closeGate({ ...closed, closedUntil: NOW + SECOND });

      expect(await slots.takeProbe(closed, until)).toBeUndefined();
    });

    it('is nobody’s who saw it closed for longer than its holder has left it', async () => {
      const slots = await closedGate();
      const probe = await slots.takeProbe(closed, until);
      await slots.closeGate({ ...closed, closedUntil: NOW + SECOND }, probe);

      expect(await slots.takeProbe({ closedUntil: until }, until + MINUTE)).toBeUndefined();
    });

    it('opens the gate, with the strikes that are left', async () => {
      const slots = await closedGate();
      const probe = await slots.takeProbe(closed, until);
      if (!probe) throw new Error('it was free');

      await slots.openGate(probe, 2);

      expect((await slots.read()).gate).toEqual({ ...closed, closedUntil: 0, strikes: 2 });
    });

    it('closes the gate for a shorter time than its own, once', async () => {
      const slots = await closedGate();
      const probe = await slots.takeProbe(closed, until);
      const shorter = { ...closed, closedUntil: NOW + SECOND };

      await slots.closeGate(shorter, probe);
      await slots.closeGate({ ...closed, closedUntil: NOW }, probe);

      expect((await slots.read()).gate).toEqual(shorter);
    });

    it('closes the gate for a shorter time than it is closed for nobody but its holder', async () => {
      const slots = await closedGate();
      const stale = await slots.takeProbe(closed, NOW + SECOND);
      const holders = await slots.takeProbe({ closedUntil: NOW + SECOND }, until);
      const shorter = { ...closed, closedUntil: NOW + 2 * SECOND };

      await slots.closeGate(shorter, stale);
      await slots.closeGate(shorter);
      const before = (await slots.read()).gate;
      await slots.closeGate(shorter, holders);

      expect(before).toEqual({ ...closed, closedUntil: until });
      expect((await slots.read()).gate).toEqual(shorter);
    });

    it('opens the gate for nobody whose probe was taken over', async () => {
      const slots = await closedGate();
      const stale = await slots.takeProbe(closed, NOW + SECOND);
      await slots.takeProbe({ closedUntil: NOW + SECOND }, until);
      if (!stale) throw new Error('it was free');

      await slots.openGate(stale, 0);

      expect((await slots.read()).gate).toEqual({ ...closed, closedUntil: until });
    });

    it('says nothing any more where the gate was closed for longer by another', async () => {
      const slots = await closedGate();
      const probe = await slots.takeProbe(closed, until);
      if (!probe) throw new Error('it was free');
      const longer = { closedUntil: until + 1, reason: 'rate_limited', strikes: 1 } as const;
      await slots.closeGate(longer);

      await slots.openGate(probe, 0);

      expect((await slots.read()).gate).toEqual(longer);
    });
  });

  describe(`${name}: tests in doubt`, () => {
    it('are counted, each once, and forgotten with the next snapshot', async () => {
      const slots = await make();

      const counts = [];
      for (const test of ['1/3', '1/2', '1/3', '1/1']) counts.push(await slots.noteDoubt(test));
      const { gate } = await slots.read();
      await slots.clearDoubts();

      expect(counts).toEqual([1, 2, 2, 3]);
      expect(gate.doubts).toEqual(['1/1', '1/2', '1/3']);
      expect((await slots.read()).gate).toEqual({ closedUntil: 0, strikes: 0 });
    });

    it('are all counted where several are noted at once', async () => {
      const slots = await make();

      const counts = await Promise.all(['1', '2', '3', '4', '5'].map((test) => slots.noteDoubt(test)));

      expect(Math.max(...counts)).toBe(5);
    });

    it('outlive a closing of the gate', async () => {
      const slots = await make();
      await slots.noteDoubt('1/1');

      await slots.closeGate({ closedUntil: NOW, reason: 'failing', strikes: 1 });

      expect((await slots.read()).gate).toMatchObject({ reason: 'failing', doubts: ['1/1'] });
    });
  });

  describe(`${name}: tests that are missing`, () => {
    it('are remembered until they are past, several noted at once too', async () => {
      const slots = await make();

      await Promise.all([slots.noteMissing('74411/1', NOW + 1, []), slots.noteMissing('-/2', NOW + 2, [])]);
      await slots.noteMissing('74411/3', NOW + 3, ['74411/1', '74411/3', 'unknown']);

      expect((await slots.read()).gate.missing).toEqual({ '-/2': NOW + 2, '74411/3': NOW + 3 });
    });

    it('are believed anew after their time, and forgotten once there is a snapshot', async () => {
      const slots = await make();
      await slots.noteMissing('74411/1', NOW + 1, []);
      await slots.noteMissing('74411/2', NOW + 1, []);

      await slots.noteMissing('74411/1', NOW + 9, ['74411/1']);
      await slots.forgetMissing('74411/2');

      expect((await slots.read()).gate.missing).toEqual({ '74411/1': NOW + 9 });
    });
  });

  describe(`${name}: the wake`, () => {
    it('is scheduled by one of twenty workers', async () => {
      const slots = await make();

      const claims = await Promise.all(Array.from({ length: 20 }, () => slots.claimWake(NOW + MINUTE, NOW)));

      expect(claims.filter(Boolean)).toHaveLength(1);
      expect((await slots.read()).wakeAt).toBe(NOW + MINUTE);
    });

    it('is scheduled again where an earlier one is wanted, or the one before has passed', async () => {
      const slots = await make();
      await slots.claimWake(NOW + 2 * MINUTE, NOW);

      expect(await slots.claimWake(NOW + 3 * MINUTE, NOW)).toBe(false);
      expect(await slots.claimWake(NOW + MINUTE, NOW)).toBe(true);
      expect(await slots.claimWake(NOW + 3 * MINUTE, NOW + MINUTE)).toBe(true);
    });
  });
};
