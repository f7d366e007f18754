import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { transitionOf } from '../../lib/alerts/transition.ts';
import { A_UUID } from '../support/factories.ts';

const CLEARS = [
  { type: '1' },
  { type: 1 },
  { type: ' 1 ' },
  { type: { id: 1 } },
  { type: 'Cleared' },
  { 'type.id': 1 },
  { alert_type: '1' },
  { alertType: 1 },
  { state: 'CLEARED' },
  { state: 'INACTIVE' },
  { status: 'clear' },
  { status: 'Resolved' },
  { status: 'recovered' },
  { status: 'auto-resolved' },
  { status: 'closed' },
  { event: 'alert cleared' },
  { event_type: 'ALERT_NOTIFICATION_CLEAR' },
  { eventType: 'TE_ALERT_CLEARED' },
  { event_action: 'resolve' },
  { transition: 'recovery' },
  { cleared: 1772420640000 },
  { cleared: '1772420640000' },
  { cleared: 1772420640 },
  { timeCleared: { epochMilli: 1772420640000 } },
  { time_cleared: '2026-03-02T03:04:00Z' },
  { clearedAt: '2026-03-02 03:04:00' },
  { cleared_at: '2026-03-02' },
  { dateEnd: '2026-03-02 03:04:00' },
  { dateEndZoned: '2026-03-02 03:04:00 UTC' },
];

const TRIGGERS = [
  {},
  { type: '2' },
  { type: { id: 2 } },
  { type: 'HTTP_SERVER' },
  { type: 12 },
  { alert_type: '2' },
  { alert_type: 'DNS_SERVER' },
  { state: 'ACTIVE' },
  { state: 1 },
  { status: 'active' },
  { status: '1' },
  { status: 'unclear' },
  { event_type: 'THOUSANDEYES_ALERT_NOTIFICATION' },
  { event_action: 'trigger' },
  { event: { type: '1' } },
  { cleared: '' },
  { cleared: 0 },
  { cleared: null },
  { cleared: 'N/A' },
  { cleared: true },
  { cleared: 'true' },
  { timeCleared: {} },
  { dateEnd: '{{date}}' },
  { dateEnd: '1970-01-01 00:00:00' },
  { cleared: '0001-01-01T00:00:00Z' },
  { state: 'not cleared' },
  { status: 'Active, NOT_RESOLVED' },
  { status: 'never recovered' },
];

describe('transitionOf', () => {
  it.each(CLEARS)('is a clear, wherever it is said: %j', (fields) => {
    expect([transitionOf(fields, {}), transitionOf({}, fields)]).toEqual(['clear', 'clear']);
  });

  it.each(TRIGGERS)('is a trigger: %j', (fields) => {
    expect([transitionOf(fields, {}), transitionOf({}, fields)]).toEqual(['trigger', 'trigger']);
  });

  it('is never a trigger if any place speaks of a clear', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CLEARS), fc.constantFrom(...TRIGGERS), fc.boolean(), (clear, trigger, inAlert) => {
        const [event, alert] = inAlert ? [trigger, clear] : [clear, trigger];

        expect(transitionOf(event, alert)).toBe('clear');
      }),
    );
  });
});

describe('transitionOf: a sentence with a name in it that speaks of a clear', () => {
  // Each of these triggers was once ignored as a clear.
  it.each([
    { type: '2', event: 'Disaster Recovery site: packet loss' },
    { type: { id: 2 }, status: 'Loss at Clear Lake' },
    { alert_type: 2, event_type: 'Alert on closed loop' },
    { 'type.id': '2', state: 'Resolved names are wrong' },
  ])('does not outweigh the type id of a trigger: %j', (fields) => {
    expect(transitionOf(fields, {})).toBe('trigger');
    expect(transitionOf({}, fields)).toBe('trigger');
  });

  it('is a clear if nothing but it says what it is', () => {
    expect(transitionOf({ event: 'Alert cleared for Shop' }, {})).toBe('clear');
    expect(transitionOf({ type: '1', event: 'Disaster Recovery site: packet loss' }, { type: '2' })).toBe('clear');
  });

  it.each([{ event: 'Thousandeyes alert has been cleared.' }, { status: 'is inactive' }, { state: 'CLOSED' }])(
    'is a state without one, and outweighs it: %j',
    (fields) => {
      expect(transitionOf({ type: '2' }, fields)).toBe('clear');
    },
  );

  // If matching time grew faster than the text, this test would exceed the runner's timeout.
  it('is seen in a long text', () => {
    expect(transitionOf({ type: '2', event: `${'alert not '.repeat(100_000)}clear x` }, {})).toBe('trigger');
    expect(transitionOf({ type: '2', event: `${' _'.repeat(300_000)}clear x` }, {})).toBe('trigger');
  });
});

describe('readAlert: the vendor’s own example template', () => {
  const body = (alert_type: unknown) => ({ alert_id: A_UUID, test_name: 'Shop', alert_type, severity: 'CRITICAL' });

  // Its clear was once captured as another trigger, and CAPTURE_ON=clear captured nothing.
  it.each([
    { captureOn: 'trigger', alertType: '1', reading: { outcome: 'ignored', reason: 'clear' } },
    { captureOn: 'trigger', alertType: '2', reading: { outcome: 'alert', alert: { transition: 'trigger' } } },
    { captureOn: 'clear', alertType: 1, reading: { outcome: 'alert', alert: { transition: 'clear' } } },
    { captureOn: 'clear', alertType: 2, reading: { outcome: 'ignored', reason: 'trigger' } },
  ] as const)('$captureOn, alert_type $alertType', ({ captureOn, alertType, reading }) => {
    expect(readAlert(body(alertType), captureOn)).toMatchObject(reading);
  });

  it('tells no type of alerts where it means the transition', () => {
    expect(readAlert(body('2'))).not.toHaveProperty('alert.alertType');
  });
});

describe('readAlert: variables that a template renders as objects', () => {
  it('are read', () => {
    const alert = {
      id: A_UUID,
      test: { id: '77' },
      severity: { id: 'MAJOR' },
      rule: { account: { id: '74411' } },
    };

    expect(readAlert({ id: 'e', type: { id: 2 }, alert })).toEqual({
      outcome: 'alert',
      alert: { transition: 'trigger', severity: 'major', testId: '77', aid: '74411', alertId: A_UUID, eventId: 'e' },
    });
  });
});
