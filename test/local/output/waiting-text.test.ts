import { expect, it } from 'vitest';
import { waitingText } from '../../../local/output/waiting-text.ts';

const SLOTS = { limit: 5, periodSeconds: 300, free: 2 };
const pending = (total: number, isPartial = false) => ({ total, isPartial, byPriority: {} });

it.each([
  { status: { slots: SLOTS, pending: pending(0) }, text: undefined },
  { status: { slots: SLOTS, pending: pending(1) }, text: '1 waits: a slot is free' },
  {
    status: {
      slots: SLOTS,
      pending: pending(1000, true),
      gate: { reason: 'unavailable', closedUntil: '2026-03-02T04:15:05Z' },
    },
    text: '1000 or more wait: ThousandEyes is asked again at 04:15:05',
  },
])('what waits: $text', ({ status, text }) => {
  expect(waitingText({ ...status, inHand: 0 })).toBe(text);
});
