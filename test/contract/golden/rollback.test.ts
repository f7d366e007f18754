import { describe, expect, it } from 'vitest';
import { isOpen } from '../../../lib/captures/capture.ts';
import { fromItem } from '../../../lib/ledger/items.ts';
import { aSnapshot, MINUTE, NOW } from '../../support/factories.ts';
import second from './items-0.2.json' with { type: 'json' };
import { announceBy01, backOffBy01, claimBy01, createBy01, failBy01, sendAgainBy01 } from './steps-0.1.ts';

const FAILURE = { code: 'forbidden', detail: '403 Forbidden' };
const LEASE = NOW + MINUTE;
/** The time of the stored ends. */
const ENDED_AT = second.captures.ignored.endedAt;

describe('an end that 0.1 does not know, after a rollback to 0.1 and back', () => {
  // Version 0.1 shows such an item as a failure that an operator can send again. After that, this code once still read
  // it as ignored, so it was never captured.
  describe.each(['ignored', 'cancelled'] as const)('%s', (end) => {
    const stored = second.captures[end];
    const again = sendAgainBy01(stored, NOW + MINUTE);
    const claimed = claimBy01(again, LEASE);

    it('is that end as long as 0.1 leaves it alone', () => {
      expect(fromItem(stored)).toMatchObject({ state: end, endedAt: ENDED_AT });
    });

    it.each([
      ['pending', again],
      ['claimed', claimed],
      ['pending', backOffBy01(claimed, LEASE)],
      ['created', createBy01(claimed, { ...aSnapshot() }, LEASE)],
      ['published', announceBy01(createBy01(claimed, { ...aSnapshot() }, LEASE), LEASE)],
      ['failed', failBy01(claimed, FAILURE, LEASE)],
      ['failed', announceBy01(failBy01(claimed, FAILURE, LEASE), LEASE)],
    ])('is %s where 0.1 has brought it there', (state, item) => {
      const capture = fromItem(item);

      expect(capture).toMatchObject({ state, version: item['version'] });
      expect(capture).not.toHaveProperty('endedAt');
      expect(isOpen(capture)).toBe(item['announcedAt'] === undefined);
    });
  });
});
