import { describe, expect, it } from 'vitest';
import { GATE_ADVICE } from '../../lib/operator/gate-advice.ts';
import { GATE_REASONS, type GateReason } from '../../lib/planning/quota.ts';

describe('what an operator can do about a closed gate', () => {
  it.each<{ reason: GateReason; says: RegExp }>([
    { reason: 'rate_limited', says: /^Nothing has to be done.*lower SNAPSHOT_LIMIT\.$/ },
    { reason: 'unauthorized', says: /^Put a valid token into the ThousandEyes secret/ },
    { reason: 'token_unavailable', says: /^Fill the ThousandEyes secret/ },
    { reason: 'unavailable', says: /^Nothing has to be done.*maintenance/ },
    { reason: 'failing', says: /^Nothing has to be done.*errors for several tests/ },
    { reason: 'redirected', says: /^Correct THOUSANDEYES_API_URL.*redirect/ },
    { reason: 'unreachable', says: /^Look at THOUSANDEYES_API_URL of the worker, and at the status page/ },
  ])('is about its reason, and that nothing is lost: $reason', ({ reason, says }) => {
    expect(GATE_ADVICE[reason]).toMatch(says);
    expect(GATE_ADVICE[reason]).toContain('othing is lost');
  });

  it('is said for every reason, for each in words of its own', () => {
    expect(Object.keys(GATE_ADVICE).toSorted()).toEqual(GATE_REASONS.toSorted());
    expect(new Set(Object.values(GATE_ADVICE)).size).toBe(GATE_REASONS.length);
  });
});
