import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../support/notifications.ts';
import { A_LINK, aCapture, anAlert, aSnapshot, without } from '../support/factories.ts';

const chatOf = (overrides: Parameters<typeof aCapture>[0] = {}) =>
  chatNotificationOf(notificationOf(aCapture({ state: 'created', snapshot: aSnapshot(), ...overrides })).event);

describe('chat notification', () => {
  it('follows the custom notification schema, with the link to open', () => {
    const chat = chatOf();

    expect(chat).toMatchObject({ version: '1.0', source: 'custom', content: { textType: 'client-markdown' } });
    expect(chat.content.title).toContain('Snapshot: Shop checkout');
    expect(chat.content.description.split('\n')).toContain(A_LINK);
    expect(chat.content.description).toContain('Checkout unreachable');
  });

  it.each<Parameters<typeof aCapture>[0]>([
    {},
    { reusedFrom: 'source' },
    { state: 'failed', failure: { code: 'forbidden', detail: '403 no' } },
    { snapshot: without(aSnapshot(), 'link') },
  ])('has no markup that only Slack knows, and each link on a line of its own: %j', (overrides) => {
    const { title, description, nextSteps = [] } = chatOf(overrides).content;

    expect([title, description, ...nextSteps].join('\n')).not.toMatch(/<[^>]*\||:[a-z_]+:/);
    for (const line of description.split('\n')) expect(line).toMatch(/^https:\/\/\S+$|^(?!.*:\/\/)/);
  });

  it('says what to do if it failed', () => {
    const chat = chatOf({ state: 'failed', failure: { code: 'forbidden', detail: '403 no' } });

    expect(chat.content.description).toContain('forbidden: 403 no');
    expect(chat.content.nextSteps).toEqual([expect.stringContaining('Create snapshot shares')]);
  });

  it('says the same as the event, line by line', () => {
    expect(chatOf()).toEqual({
      version: '1.0',
      source: 'custom',
      id: 'c0ffee00000000000000000000000001',
      content: {
        textType: 'client-markdown',
        title: '📸 Snapshot: Shop checkout',
        description: [
          'Snapshot, opens without a login, expires 2026-04-01T10:00:00Z:',
          A_LINK,
          '2026-03-02T08:00:00Z to 2026-03-02T10:00:00Z',
          '• major: Checkout unreachable since 2026-03-02T09:58:00Z',
        ].join('\n'),
        keywords: ['ThousandEyes', 'created', 'major'],
      },
      metadata: { threadId: '74411-3417721', summary: 'Snapshot: Shop checkout' },
    });
  });

  it('says that there is no link if none came back, and what to do', () => {
    const { description } = chatOf({ snapshot: without(aSnapshot(), 'link') }).content;

    expect(description).toMatch(/^The snapshot was created, but ThousandEyes returned no link to it\./);
    expect(description).not.toContain('://');
  });

  it('names what nobody named', () => {
    const capture = without(
      aCapture({
        state: 'failed',
        failure: { code: 'no_test', detail: 'x' },
        alert: { transition: 'trigger', severity: 'info' },
      }),
      'testId',
      'testName',
      'aid',
    );

    const { content, metadata } = chatNotificationOf(notificationOf(capture).event);

    expect(content.title).toBe('⚠️ Snapshot failed: test unknown');
    expect(content.description.split('\n').at(-1)).toBe('• major: unnamed rule');
    expect(metadata).toEqual({ threadId: `default-${capture.id}`, summary: 'Snapshot failed: test unknown' });
  });

  it('has a picture for a snapshot that is reused', () => {
    expect(chatOf({ reusedFrom: 'source' }).content.title).toBe('♻️ Snapshot: Shop checkout');
  });

  it('names a test by its id if its name is nothing but markup', () => {
    expect(chatOf({ testName: '***' }).content.title).toBe('📸 Snapshot: test 3417721');
  });

  it('keeps all of one test in one thread', () => {
    const [one, other] = [chatOf(), chatOf({ id: 'd'.repeat(32) })];

    expect(one.metadata.threadId).toBe(other.metadata.threadId);
  });

  it('names five alerts and counts the rest', () => {
    const covers = Array.from({ length: 7 }, (_, index) => ({
      captureId: `${index}`.repeat(32),
      severity: 'minor' as const,
      alert: anAlert({ ruleName: `rule ${index}` }),
    }));

    const { description } = chatOf({ covers }).content;

    expect(description.match(/•/g)).toHaveLength(5);
    expect(description).toContain('and 3 more');
    expect(chatOf({ covers: covers.slice(0, 4) }).content.description).not.toContain('more');
  });

  it('counts alerts, and not what is covered without one', () => {
    const covers = Array.from({ length: 7 }, (_, index) => ({ captureId: `${index}`, severity: 'minor' as const }));

    expect(chatOf({ covers }).content.description).not.toContain('more');
  });

  it('bounds what an alert and a failure say', () => {
    const alert = anAlert({ ruleName: 'r'.repeat(200), startedAt: 's'.repeat(200) });
    const failure = { code: 'rejected', detail: 'd'.repeat(400) } as const;
    const { title, description } = chatOf({ state: 'failed', testName: 't'.repeat(200), alert, failure }).content;

    const longest = (letter: string) =>
      (`${title} ${description}`.match(new RegExp(`${letter}{9,}`)) ?? [''])[0].length;
    expect(['t', 'r', 's', 'd'].map(longest)).toEqual([117, 117, 37, 297]);
  });

  it('lets no text of an alert become markup, a mention or a link', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'<>@*_~`|[](){}#\\!:/\n\r\u202ehttps'.split(''), 'x') });
    fc.assert(
      fc.property(hostile, hostile, (name, other) => {
        const alert = anAlert({ ruleName: other, testName: name, startedAt: name });
        const failure = { code: 'rejected', detail: `${other} x` } as const;
        const { title, description } = chatOf({ testName: name, alert, failure }).content;
        const ours = description.replace(A_LINK, '');

        expect(`${title}${ours}`).not.toMatch(/[<>@*_~`|[\](){}#\\\u202e]|:\/\//);
        expect(description.split('\n')).toHaveLength(5);
      }),
    );
  });
});
