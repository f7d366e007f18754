import { describe, expect, it } from 'vitest';
import { covered } from '../../lib/captures/covered.ts';
import { aCapture, anAlert, without } from '../support/factories.ts';

describe('covered: a follower', () => {
  it.each([
    { name: 'with its alert', capture: aCapture({ id: 'a' }), alert: { alert: without(anAlert(), 'testName') } },
    {
      name: 'with its texts bounded',
      capture: aCapture({ id: 'a', alert: anAlert({ ruleName: 'r'.repeat(1000) }) }),
      alert: { alert: without(anAlert({ ruleName: `${'r'.repeat(297)}...` }), 'testName') },
    },
    { name: 'without one', capture: without(aCapture({ id: 'a' }), 'alert'), alert: {} },
  ])('is told in its leader’s notice: $name', ({ capture, alert }) => {
    const told = covered(capture);

    expect(told).toEqual({ captureId: 'a', severity: 'major', ...alert });
  });
});
