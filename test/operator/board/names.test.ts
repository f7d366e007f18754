import { describe, expect, it } from 'vitest';
import { foreign, severityMark, testNameOf } from '../../../lib/operator/board/capture-names.ts';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { viewOf } from '../../../lib/operator/view.ts';
import { aCapture, anAlert, without } from '../../support/factories.ts';

describe('names on the board', () => {
  it.each([
    { name: 'its name', capture: aCapture({ displayName: 'evidence' }), shown: '<bdi>Shop checkout</bdi>' },
    {
      name: 'what an operator called it',
      capture: without(aCapture({ displayName: 'evidence' }), 'alert', 'testName'),
      shown: '<bdi>evidence</bdi>',
    },
    { name: 'its id', capture: without(aCapture(), 'alert', 'testName'), shown: 'Test 3417721' },
    { name: 'its id, if the name is blank', capture: aCapture({ testName: ' \u202e' }), shown: 'Test 3417721' },
    {
      name: 'its alert',
      capture: without(aCapture({ alert: without(anAlert(), 'testName') }), 'testName', 'testId'),
      shown: 'Test of an alert, not looked up yet',
    },
    {
      name: 'nothing, if the alert has no id either',
      capture: without(aCapture({ alert: without(anAlert(), 'testName', 'alertId') }), 'testName', 'testId'),
      shown: 'No test',
    },
    {
      name: 'nothing, without an alert',
      capture: without(aCapture(), 'alert', 'testName', 'testId'),
      shown: 'No test',
    },
  ])('of a test are the best that is known: $name', ({ capture, shown }) => {
    expect(markupOf(testNameOf(viewOf(capture)))).toBe(shown);
  });

  it('from outside are one line, cut, and apart from what is around', () => {
    expect(markupOf(foreign('a\n\u202eb<'))).toBe('<bdi>a b&#60;</bdi>');
    expect(markupOf(foreign('x'.repeat(9), 6))).toBe('<bdi>xxx...</bdi>');
    expect(markupOf(foreign('x'.repeat(121)))).toBe(`<bdi>${'x'.repeat(117)}...</bdi>`);
  });

  it.each([
    { capture: aCapture(), level: 'major' },
    { capture: aCapture({ reason: 'manual' }), level: 'manual' },
    { capture: aCapture({ reason: 'schedule' }), level: 'schedule' },
  ])('of an urgency are words with a mark: $level', ({ capture, level }) => {
    expect(markupOf(severityMark(viewOf(capture)))).toBe(`<span class="level ${level}">${level}</span>`);
  });
});
