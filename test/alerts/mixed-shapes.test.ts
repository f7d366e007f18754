import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { A_UUID } from '../support/factories.ts';

describe('readAlert: a template that looks like another family than its own', () => {
  // Each of these bodies names its test and was once quarantined.
  it.each([
    { name: 'flat, with the classic event type', body: { eventType: 'ALERT_NOTIFICATION_TRIGGER', testId: '77' } },
    {
      name: 'generic, with the classic event type',
      body: { eventType: 'ALERT_NOTIFICATION_TRIGGER', alert: { id: '5', test: { id: 77 } } },
    },
    {
      name: 'an event beside the alert',
      body: { event: { id: '1', type: '2' }, alert: { id: '5', test: { id: 77 } } },
    },
    { name: 'an event beside flat keys', body: { event: {}, test_id: 77 } },
  ])('is captured: $name', ({ body }) => {
    expect(readAlert(body)).toMatchObject({ outcome: 'alert', alert: { transition: 'trigger', testId: '77' } });
  });

  it.each([
    { name: 'by the event type', body: { eventType: 'ALERT_NOTIFICATION_CLEAR', testId: '77' } },
    { name: 'by the event', body: { event: { type: '1' }, alert: { id: '5', test: { id: 77 } } } },
    { name: 'beside the event', body: { event: { id: '1' }, type: 1, alert: { id: '5', test: { id: 77 } } } },
  ])('is a clear all the same: $name', ({ body }) => {
    expect(readAlert(body)).toEqual({ outcome: 'ignored', reason: 'clear' });
    expect(readAlert(body, 'clear')).toMatchObject({ outcome: 'alert', alert: { transition: 'clear', testId: '77' } });
  });

  it('stays what it is if no family finds a test or an alert in it', () => {
    expect(readAlert({ eventType: 'ALERT_NOTIFICATION_TRIGGER', alert: { alertId: 5 } })).toMatchObject({
      outcome: 'unknown',
    });
    expect(readAlert({ eventType: 'ALERT_NOTIFICATION_CLEAR' })).toEqual({ outcome: 'ignored', reason: 'clear' });
    expect(readAlert({ event: { type: '2' } })).toMatchObject({ outcome: 'unknown' });
    expect(readAlert({ eventType: 'WEBHOOK_TEST', testId: 77 })).toEqual({ outcome: 'ignored', reason: 'test_ping' });
  });

  it('is looked up by the alert’s own id', () => {
    expect(readAlert({ eventType: 'ALERT_NOTIFICATION_TRIGGER', alert_id: A_UUID })).toMatchObject({
      outcome: 'alert',
      alert: { alertId: A_UUID },
    });
  });
});
