import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../lib/captures/failure.ts';
import { FAILURE_ADVICE } from '../../lib/captures/failure-advice.ts';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../support/notifications.ts';
import { anyCharacter } from '../support/any-text.ts';
import { A_LINK, aCapture, anAlert, aSnapshot, type CaptureOverrides, without } from '../support/factories.ts';

const aCreated = (overrides: CaptureOverrides = {}) =>
  aCapture({ id: 'leader', state: 'created', snapshot: aSnapshot(), ...overrides });
const aFailed = (overrides: CaptureOverrides = {}) =>
  aCapture({ state: 'failed', failure: { code: 'forbidden', detail: '403 Forbidden' }, ...overrides });

/** A created capture with these names of test and rule. */
const named = (testName: string, ruleName: string) => aCreated({ testName, alert: anAlert({ ruleName }) });

/** Texts as in untrusted names: control and format characters, other scripts, unpaired surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('\r', '\n', '\0', '\u202e', '\u2028', '\ud83d', 'é', '日', ' ', 'a'),
    maxLength: 200,
  }),
);

describe('notification: the subject', () => {
  it.each([
    { name: 'created', capture: aCreated(), subject: 'Snapshot: Shop checkout - Checkout unreachable' },
    {
      name: 'reused',
      capture: aCreated({ reusedFrom: 'source' }),
      subject: 'Snapshot: Shop checkout - Checkout unreachable',
    },
    { name: 'failed', capture: aFailed(), subject: 'Snapshot failed: Shop checkout - Checkout unreachable' },
    { name: 'without an alert', capture: without(aCreated(), 'alert'), subject: 'Snapshot: Shop checkout' },
    {
      name: 'without a test name',
      capture: without(aCreated(), 'alert', 'testName'),
      subject: 'Snapshot: test 3417721',
    },
    {
      name: 'without a test',
      capture: without(aFailed(), 'alert', 'testName', 'testId'),
      subject: 'Snapshot failed: unknown test',
    },
    {
      name: 'in another script',
      capture: named('東京', '支払い'),
      subject: 'Snapshot: test 3417721',
    },
    {
      name: 'in another script, without a test',
      capture: without(named('東京', 'Slow'), 'testId'),
      subject: 'Snapshot: test unknown - Slow',
    },
    { name: 'with accents', capture: named('Café München', 'Ö'), subject: 'Snapshot: Cafe Munchen - O' },
    {
      name: 'with line breaks',
      capture: named('Shop\r\nBcc:\u2028all', 'Slow'),
      subject: 'Snapshot: Shop Bcc: all - Slow',
    },
  ])('names test and rule: $name', ({ capture, subject }) => {
    const notification = notificationOf(capture);

    expect(notification.subject).toBe(subject);
  });

  it('ends with dots if it has to be cut', () => {
    const { subject } = notificationOf(named('x'.repeat(200), 'y'.repeat(200)));

    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/^Snapshot: x{77}\.\.\. - y+\.\.\.$/);
  });

  it('is 1 to 99 printable ASCII characters on one line for any text', () => {
    fc.assert(
      fc.property(anyText, anyText, (testName, ruleName) => {
        const { subject } = notificationOf(named(testName, ruleName));

        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
      }),
    );
  });

  it.each([aCreated(), aCreated({ reusedFrom: 'source' })])('never holds the link: $reusedFrom', (capture) => {
    const { subject } = notificationOf(capture);

    expect(subject).not.toMatch(/https?:|share\.thousandeyes/);
  });
});

describe('notification: failures that are announced together', () => {
  const others = ['2', '3'].map((testId) => ({
    captureId: testId,
    severity: 'minor' as const,
    alert: anAlert({ testId, ruleName: 'Slow', severity: 'minor' }),
  }));
  const gaveUp = aFailed({ failure: { code: 'gave_up', detail: 'waiting since noon' }, covers: others });

  it('say how many there are beside the first, and each alert of another test names it', () => {
    const { subject, text } = notificationOf(gaveUp);

    expect(subject).toBe('Snapshot failed: Shop checkout and 2 more - Checkout unreachable');
    expect(text).toContain('Alert: major, rule Checkout unreachable, alert');
    expect(text).toContain('Alert: minor, test 2, rule Slow, alert');
    expect(text).toContain(`Capture: ${gaveUp.id} and 2 more`);
    expect(chatNotificationOf(notificationOf(gaveUp).event).content.title).toContain('Shop checkout and 2 more');
  });

  it('of bodies that cannot be read count them too', () => {
    const { subject } = notificationOf(
      without(
        aFailed({
          failure: { code: 'quarantined', detail: 'unknown' },
          covers: [{ captureId: 'b', severity: 'unknown' }],
        }),
        'alert',
        'testId',
        'testName',
      ),
    );

    expect(subject).toBe('Snapshot failed: unknown test and 1 more');
  });

  it('of one test are announced as one', () => {
    const covers = [{ captureId: 'b', severity: 'major' as const, alert: anAlert() }];

    expect(notificationOf(aFailed({ covers })).subject).toBe('Snapshot failed: Shop checkout - Checkout unreachable');
  });
});

describe('notification: the text', () => {
  it('has test, range, link, expiry, alert and capture, a line each', () => {
    const { text } = notificationOf(aCreated());

    expect(text.split('\n')).toEqual([
      `Snapshot: ${A_LINK}`,
      'The link opens without a login.',
      'Test: Shop checkout (test 3417721, account group 74411)',
      'Captured range: 2026-03-02T08:00:00Z to 2026-03-02T10:00:00Z',
      'Expires: 2026-04-01T10:00:00Z',
      'Alert: major, rule Checkout unreachable, alert 5b1f6c1e-3a40-4c5e-9d11-0a7c3f2e8d64, since 2026-03-02T09:58:00Z, ' +
        'in ThousandEyes: https://app.thousandeyes.com/alerts/list/?__a=74411',
      'Capture: leader',
    ]);
  });

  it('says what failed and what to do, and nothing about a snapshot', () => {
    const { text, event } = notificationOf(aFailed());

    expect(text.split('\n')).toEqual([
      'Test: Shop checkout (test 3417721, account group 74411)',
      'Captured range: 2026-03-02T08:00:00Z to 2026-03-02T10:00:00Z',
      'Failed: forbidden 403 Forbidden',
      event.error?.advice,
      expect.stringMatching(/^Alert: major, /),
      'Capture: c0ffee00000000000000000000000001',
    ]);
  });

  it('says what nobody named', () => {
    const alert = { transition: 'trigger', severity: 'unknown' } as const;

    const { text } = notificationOf(without(aFailed({ alert }), 'testId', 'testName', 'aid'));

    expect(text).toContain('unknown test (test unknown, account group default)');
    expect(text).toContain('unnamed rule, alert without id');
  });

  it('says that there is no link if none came back, and by which id to look for the snapshot', () => {
    const snapshot = without(aSnapshot(), 'link');
    const known = notificationOf(aCreated({ snapshot: { ...snapshot, id: 'qkzvw' } })).text;

    expect(known).toMatch(
      /\nThe snapshot was created, but ThousandEyes returned no link to it\. .+\nSnapshot id: qkzvw\n/,
    );
    expect(known).not.toContain('Snapshot: ');
    expect(notificationOf(aCreated({ snapshot })).text).toContain('\nSnapshot id: unknown\n');
    expect(notificationOf(aFailed()).text).not.toContain('Snapshot id');
  });

  it.each([
    { count: 20, named: 20, rest: undefined },
    { count: 23, named: 20, rest: 'and 3 more alerts' },
  ])('names twenty alerts of $count, and counts the rest', ({ count, named: listed, rest }) => {
    const covers = Array.from({ length: count - 1 }, () => ({
      captureId: 'b',
      severity: 'info' as const,
      alert: anAlert(),
    }));

    const lines = notificationOf(aCreated({ covers })).text.split('\n');

    expect(lines.filter((line) => line.startsWith('Alert: '))).toHaveLength(listed);
    expect(lines.find((line) => line.includes('more alerts'))).toBe(rest);
  });

  it('leaves out the start and the permalink of an alert that has none', () => {
    const alert = without(anAlert({ alertId: '7' }), 'startedAt', 'permalink');

    expect(notificationOf(aCreated({ alert })).text).toContain('\nAlert: major, rule Checkout unreachable, alert 7\n');
  });

  it('names a test whose name is blank by its id', () => {
    expect(notificationOf(aCreated({ testName: ' ' })).text).toMatch(/^Test: test 3417721 \(test 3417721,/m);
  });

  it('is cut without halves of characters if a name is long', () => {
    const { text } = notificationOf(named(`${'x'.repeat(76)}\u{1f600}${'x'.repeat(20)}`, 'Slow'));

    expect(text).toContain(`${'x'.repeat(76)}\ufffd... (test`);
    expect(text.isWellFormed()).toBe(true);
  });

  it('has a line for the longest names, each whole', () => {
    const { text } = notificationOf(named('t'.repeat(80), 'r'.repeat(120)));

    expect(text).toContain('t'.repeat(80));
    expect(text).toContain('r'.repeat(120));
  });

  it('warns of a possible duplicate only if there may be one', () => {
    const texts = [aCreated({ possibleDuplicate: true }), aCreated()].map((capture) => notificationOf(capture).text);

    expect(texts.map((text) => text.includes('second snapshot'))).toEqual([true, false]);
  });

  it('has the range of the snapshot, not of the capture that it was widened for', () => {
    const { text, event } = notificationOf(aCreated({ snapshot: aSnapshot({ hours: 4 }) }));

    expect(text).toContain('2026-03-02T06:00:00Z to 2026-03-02T10:00:00Z');
    expect(event).toMatchObject({ startDate: '2026-03-02T06:00:00Z', endDate: '2026-03-02T10:00:00Z' });
  });

  it('has as many lines and no other control characters, for any text', () => {
    const lines = notificationOf(aCreated()).text.split('\n').length;

    fc.assert(
      fc.property(anyText, anyText, (any, other) => {
        const alert = anAlert({ ruleName: any, startedAt: other, permalink: any, alertId: other });
        const { text } = notificationOf(aCreated({ testName: any, alert }));

        expect(text.split('\n')).toHaveLength(lines);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('notification: the event', () => {
  it('announces a created snapshot', () => {
    const { event } = notificationOf(aCreated());

    expect(event).toEqual({
      version: 1,
      captureId: 'leader',
      captureIds: ['leader'],
      status: 'created',
      reason: 'alert',
      severity: 'major',
      testId: '3417721',
      testName: 'Shop checkout',
      aid: '74411',
      startDate: '2026-03-02T08:00:00Z',
      endDate: '2026-03-02T10:00:00Z',
      link: A_LINK,
      expiresAt: '2026-04-01T10:00:00Z',
      visibility: 'public',
      needsLogin: false,
      alerts: [
        {
          captureId: 'leader',
          transition: 'trigger',
          testId: '3417721',
          alertId: '5b1f6c1e-3a40-4c5e-9d11-0a7c3f2e8d64',
          eventId: '512004711-203114456',
          ruleId: '5120077',
          ruleName: 'Checkout unreachable',
          alertType: 'HTTP Server',
          severity: 'major',
          startedAt: '2026-03-02T09:58:00Z',
          permalink: 'https://app.thousandeyes.com/alerts/list/?__a=74411',
        },
      ],
    });
  });

  it.each([
    { capture: aCreated(), status: 'created' },
    { capture: aCreated({ reusedFrom: 'source' }), status: 'reused' },
    { capture: aFailed(), status: 'failed' },
  ])('has a status: $status', ({ capture, status }) => {
    const { event } = notificationOf(capture);

    expect(event.status).toBe(status);
  });

  it('lists all alerts that the snapshot covers, and the worst of their severities', () => {
    const covers = (['minor', 'critical'] as const).map((severity, index) => ({
      captureId: `follower-${index}`,
      severity,
      alert: anAlert({ severity, alertId: `${index}` }),
    }));

    const { event, attributes } = notificationOf(
      aCreated({ covers: [...covers, { captureId: 'manual', severity: 'unknown' }] }),
    );

    expect(event.alerts.map(({ captureId }) => captureId)).toEqual(['leader', 'follower-0', 'follower-1']);
    expect([event.severity, attributes['severity']]).toEqual(['critical', 'critical']);
  });

  it('bounds what an alert says, and keeps a permalink for longer', () => {
    const alert = anAlert({ ruleName: 'r'.repeat(200), permalink: `https://x/${'p'.repeat(400)}` });

    const [notified] = notificationOf(aCreated({ testName: 't'.repeat(200), alert })).event.alerts;

    expect(notified?.ruleName).toBe(`${'r'.repeat(117)}...`);
    expect(notified?.permalink).toHaveLength(300);
    expect(notificationOf(aCreated({ testName: 't'.repeat(200) })).event.testName).toHaveLength(120);
  });

  it('has no severity that is known if no member has one', () => {
    expect(notificationOf(aCreated({ severity: 'unknown' })).event.severity).toBe('unknown');
  });

  it('has the test’s name from the alert if the capture has none', () => {
    const { event } = notificationOf(without(aCreated(), 'testName'));

    expect(event.testName).toBe('Shop checkout');
  });

  it.each(Object.keys(FAILURE_ADVICE) as FailureCode[])(
    'says why it failed and what to do about it, and has no link: %s',
    (code) => {
      const { event, text } = notificationOf(aFailed({ failure: { code, detail: 'what\nwas said' } }));

      expect(event.error).toEqual({ code, detail: 'what\nwas said', advice: expect.stringMatching(/\w{3}.*\.$/) });
      expect(text).toContain(`Failed: ${code} what was said\n${event.error?.advice}\n`);
      expect(event.link).toBeUndefined();
    },
  );
});

describe('notification: the attributes', () => {
  it('are what a filter policy needs', () => {
    const { attributes } = notificationOf(aCreated());

    expect(attributes).toEqual({
      status: 'created',
      reason: 'alert',
      severity: 'major',
      testId: '3417721',
      aid: '74411',
    });
  });

  it('leave out what is not known: SNS refuses empty ones', () => {
    const { attributes } = notificationOf(without(aFailed(), 'testId', 'aid'));

    expect(attributes).toStrictEqual({ status: 'failed', reason: 'alert', severity: 'major' });
  });
});
