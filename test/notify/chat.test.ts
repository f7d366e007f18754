import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../../lib/notify/notification.ts';
import { A_LINK, aCapture, anAlert, aSnapshot } from '../support/factories.ts';

const chatOf = (overrides: Parameters<typeof aCapture>[0] = {}) =>
  chatNotificationOf(notificationOf(aCapture({ state: 'created', snapshot: aSnapshot(), ...overrides })).event);

describe('chat notification', () => {
  it('follows the custom notification schema, with the link to open', () => {
    const chat = chatOf();

    expect(chat).toMatchObject({ version: '1.0', source: 'custom', content: { textType: 'client-markdown' } });
    expect(chat.content.title).toContain('Snapshot: Shop checkout');
    expect(chat.content.description).toContain(`<${A_LINK}|Open the snapshot>`);
    expect(chat.content.description).toContain('Checkout unreachable');
  });

  it('says what to do where it failed', () => {
    const chat = chatOf({ state: 'failed', failure: { code: 'forbidden', detail: '403 no' } });

    expect(chat.content.description).toContain('forbidden: 403 no');
    expect(chat.content.nextSteps).toEqual([expect.stringContaining('Create snapshot shares')]);
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
  });

  it('lets no text of an alert become markup, a mention or a link', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'<>@*_~`|[](){}#\\!:/\n\r\u202ehttps'.split(''), 'x') });
    fc.assert(
      fc.property(hostile, hostile, (testName, ruleName) => {
        const { title, description } = chatOf({ testName, alert: anAlert({ ruleName, testName }) }).content;
        const ours = description.replace(`<${A_LINK}|Open the snapshot>`, '');

        expect(`${title.replace(/^:\w+:/, '')}${ours}`).not.toMatch(/[<>@*_~`|[\](){}#\\\u202e]|:\/\//);
        expect(description.split('\n')).toHaveLength(3);
      }),
    );
  });
});
