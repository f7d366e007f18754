import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { captureOfAlert } from '../../lib/captures/from-alert.ts';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../support/notifications.ts';
import { readSnapshotBody } from '../../lib/thousandeyes/answers.ts';
import { aCapture, A_LINK, aSnapshot, NOW } from '../support/factories.ts';

const SAMPLE = JSON.parse(readFileSync('events/classic-http-server-trigger.json', 'utf8'));

/** The notification of a snapshot for an alert with malicious names. */
const notified = (alert: object) => {
  const body = { ...SAMPLE, alert: { ...SAMPLE.alert, ...alert } };
  const reading = readAlert(body);
  if (reading.outcome !== 'alert') throw new Error('it is an alert');
  const capture = captureOfAlert(reading.alert, JSON.stringify(body), NOW);
  const { testName = '' } = capture;
  return notificationOf(aCapture({ state: 'created', snapshot: aSnapshot(), testName, alert: reading.alert }));
};

const POSING = [
  'Snapshot: https://share-thousandeyes.example/login',
  'Snapshot: https：／／evil.example',
  'x\nSnapshot: https://evil.example\nExpires: never',
  'https:∕∕evil.example \u3164\u115f',
  '＜!channel＞ ＠here ［x］（http：／／evil.example）',
];

describe('a name that poses as a link or a mention', () => {
  it.each(POSING)('is neither in e-mail nor in chat: %j', (name) => {
    const { event, subject, text } = notified({ testName: name, ruleName: name });
    const { title, description } = chatNotificationOf(event).content;

    // The snapshot's link comes first in the e-mail. Apart from the alert's permalink, no other text looks like a link.
    expect(text.split('\n')[0]).toBe(`Snapshot: ${A_LINK}`);
    expect(text.match(/^Snapshot:/gm)).toHaveLength(1);
    expect(text.match(/:\/\//g)).toHaveLength(2);
    expect(description.match(/:\/\//g)).toHaveLength(1);
    expect(subject).not.toContain('://');
    expect(title).not.toMatch(/:\/\/|[<>＜＞@＠]/);
    expect(description.replace(/<[^|]*\|[^>]*>/, '')).not.toMatch(/[<>＜＞@＠]/);
  });
});

describe('a link from outside', () => {
  it.each(['javascript:alert(1)//', 'data:text/html,x', 'ftp://a.example/', 'no link'])(
    'is no permalink if a browser does not open it as a page: %s',
    (permalink) => {
      const { event, text } = notified({ permalink });

      expect(event.alerts[0]).not.toHaveProperty('permalink', expect.any(String));
      expect(text).not.toContain(permalink);
    },
  );

  it('is kept as a parser reads it, so that nothing is hidden behind it', () => {
    const href = 'https://abc.share.thousandeyes.com/view/ tests>|x';
    const body = JSON.stringify({ _links: { appLink: { href } } });

    expect(readSnapshotBody(body, aSnapshot(), NOW)?.link).toBe(
      'https://abc.share.thousandeyes.com/view/%20tests%3E|x',
    );
  });
});
