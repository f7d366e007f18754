import { describe, expect, it } from 'vitest';
import { createOutage } from '../../prove/api/outage.ts';

describe('the outage', () => {
  it('begins behind its call and answers 503, 502 and a cut connection in turn', () => {
    const outageAt = createOutage({ afterCall: 2, lastsMs: 1000 });

    expect([1, 2, 3, 4, 5, 6].map((call) => outageAt(call, call))).toEqual([
      undefined,
      undefined,
      503,
      502,
      'reset',
      503,
    ]);
  });

  it('lasts from the first call that meets it, however late that comes, and never comes back', () => {
    const outageAt = createOutage({ afterCall: 0, lastsMs: 1000 });

    expect(outageAt(1, 500_000)).toBe(503);
    expect(outageAt(2, 500_999)).toBe(502);
    expect(outageAt(3, 501_000)).toBeUndefined();
    expect(outageAt(4, 900_000)).toBeUndefined();
  });
});
