import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../local/throttle.ts';

const ROUTES = ['POST /alerts', 'GET /alerts'];
const THROTTLES = { webhook: { perSecond: 10, burst: 4 }, others: { perSecond: 1, burst: 2 } };

/** A throttle and its clock. `asks` makes some requests at the same moment, and returns what becomes of them. */
const aThrottle = () => {
  const clock = { now: 0 };
  const takes = createThrottle(THROTTLES, ROUTES, () => clock.now);
  const asks = (route: string, count: number) => Array.from({ length: count }, () => takes(route));
  return { clock, asks };
};

describe('the local gateway’s throttle', () => {
  it('takes a burst at once, and refuses what is beyond it', () => {
    const { asks } = aThrottle();

    expect(asks('POST /alerts', 6)).toEqual([true, true, true, true, false, false]);
  });

  it('takes again as many as its rate lets through, and never more than a burst', () => {
    const { clock, asks } = aThrottle();
    asks('POST /alerts', 4);

    clock.now = 250;
    expect(asks('POST /alerts', 3)).toEqual([true, true, false]);
    clock.now = 3_600_000;
    expect(asks('POST /alerts', 5)).toEqual([true, true, true, true, false]);
  });

  it.each(['GET /alerts', '$default'])('keeps low what brings no alerts: %s', (route) => {
    const { asks } = aThrottle();

    expect(asks(route, 3)).toEqual([true, true, false]);
  });

  it('gives each route limits of its own', () => {
    const { asks } = aThrottle();
    asks('$default', 3);

    expect(asks('GET /alerts', 1)).toEqual([true]);
    expect(asks('POST /alerts', 1)).toEqual([true]);
  });
});
