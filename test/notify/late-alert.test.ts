import { describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../support/notifications.ts';
import { viewOf } from '../../lib/operator/view.ts';
import { aCapture, aFailed, anAlert, aSnapshot, HOUR, NOW } from '../support/factories.ts';

const late = anAlert({ startedAt: new Date(NOW - 5.5 * HOUR).toISOString() });
const REQUEST = { testId: '3417721', aid: '74411', hours: 6, endDate: '2026-03-02T10:00:00Z' };

describe('the notification of an alert that began before the range', () => {
  const { event, text } = notificationOf(aCapture({ state: 'created', snapshot: aSnapshot(), alert: late }));

  it('says so, with the command for a capture that covers it', () => {
    expect(text).toContain('The alert began 5 h 30 min before the end of this range, at 2026-03-02T04:30:00Z');
    expect(text).toContain('its start is not covered');
    expect(text).toContain(`-d '${JSON.stringify(REQUEST)}' "$API_URL/captures"`);
  });

  it('has the request for machines, and both for a chat', () => {
    const { description, nextSteps } = chatNotificationOf(event).content;

    expect(event.notCovered).toEqual({ startedAt: '2026-03-02T04:30:00Z', request: REQUEST });
    expect(description).toContain('its start is not covered');
    expect(nextSteps).toEqual([expect.stringContaining(JSON.stringify(REQUEST))]);
  });

  it('says it of the earliest of all alerts that it covers', () => {
    const covers = [{ captureId: 'b'.repeat(32), severity: 'info' as const, alert: late }];
    const capture = aCapture({ state: 'created', snapshot: aSnapshot(), covers });

    expect(notificationOf(capture).event.notCovered?.startedAt).toBe('2026-03-02T04:30:00Z');
  });

  it.each([
    { name: 'the range shows the start', capture: aCapture({ state: 'created', snapshot: aSnapshot() }) },
    { name: 'there is no snapshot', capture: aFailed({ alert: late }) },
  ])('says nothing of it if $name', ({ capture }) => {
    const notification = notificationOf(capture);

    expect(notification.event.notCovered).toBeUndefined();
    expect(notification.text).not.toContain('not covered');
    expect(chatNotificationOf(notification.event).content.description).not.toContain('not covered');
  });
});

describe('the view of a capture whose alert began before the range', () => {
  it('has the request of a capture that covers it', () => {
    const published = aCapture({ state: 'published', snapshot: aSnapshot(), alert: late, announcedAt: NOW });

    expect(viewOf(published).notCovered).toEqual({ startedAt: '2026-03-02T04:30:00Z', request: REQUEST });
  });
});
