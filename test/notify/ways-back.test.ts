import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../../lib/notify/notification.ts';
import {
  A_LINK,
  A_UUID,
  aCapture,
  aFailed,
  anAlert,
  aSnapshot,
  type CaptureOverrides,
  without,
} from '../support/factories.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../docs/notification.schema.json', import.meta.url), 'utf8')),
);

const SITE = 'https://evidence.example.com';
const ID = 'c0ffee00000000000000000000000001';
const CAPTURE_URL = `${SITE}/captures/${ID}`;
const EVIDENCE_URL = `${SITE}/alerts/${A_UUID}?aid=74411`;
const PUBLISHING = { linkVisibility: 'share', publicUrl: SITE } as const;

const aCreated = (overrides: CaptureOverrides = {}) =>
  aCapture({ snapshot: aSnapshot(), ...overrides, state: 'created' });

describe('the ways back in a message', () => {
  it.each([
    ['a link', aCreated()],
    ['a snapshot of another capture', aCreated({ reusedFrom: 'd'.repeat(32) })],
    ['a snapshot without a link', aCreated({ snapshot: without(aSnapshot({}, { id: 'wdiac' }), 'link') })],
    ['a failure notice', aFailed()],
  ])('are in the event, the mail and the chat of %s, each on a line of its own', (_, capture) => {
    const { event, text } = notificationOf(capture, PUBLISHING);

    expect(event).toMatchObject({ captureUrl: CAPTURE_URL, evidenceUrl: EVIDENCE_URL });
    expect(text.split('\n').slice(-2)).toEqual([
      `On the board: ${CAPTURE_URL}`,
      `All evidence of the alert: ${EVIDENCE_URL}`,
    ]);
    expect(chatNotificationOf(event).content.description.split('\n').slice(-4)).toEqual([
      'On the board:',
      CAPTURE_URL,
      'All evidence of the alert:',
      EVIDENCE_URL,
    ]);
    validate(JSON.parse(JSON.stringify(event)));
    expect(validate.errors).toBeNull();
  });

  it('stand behind the link, which is first', () => {
    expect(notificationOf(aCreated(), PUBLISHING).text.split('\n')[0]).toBe(`Snapshot: ${A_LINK}`);
  });

  it('are there if the link is withheld', () => {
    const { event } = notificationOf(aCreated(), { ...PUBLISHING, linkVisibility: 'login' });

    expect(event).toMatchObject({ linkWithheld: true, captureUrl: CAPTURE_URL, evidenceUrl: EVIDENCE_URL });
    expect(event.link).toBeUndefined();
  });

  it('are none if the address is not known', () => {
    const { event, text } = notificationOf(aCreated(), { linkVisibility: 'share' });

    expect([event.captureUrl, event.evidenceUrl]).toEqual([undefined, undefined]);
    expect(text).not.toContain('On the board');
  });

  it('name no account group if the alert named none', () => {
    const { event } = notificationOf(without(aCreated(), 'aid'), PUBLISHING);

    expect(event.evidenceUrl).toBe(`${SITE}/alerts/${A_UUID}`);
  });

  it.each([undefined, '', '.', '..', 'a/b', 'a b', 'a?b', '100%', 'ж', 'x'.repeat(201)])(
    'lead to the capture alone if the alert has no id that every URL carries unchanged: %j',
    (alertId) => {
      const alert = without(anAlert(), 'alertId');
      const capture = aCreated({ alert: alertId === undefined ? alert : { ...alert, alertId } });

      const { event } = notificationOf(capture, PUBLISHING);

      expect([event.captureUrl, event.evidenceUrl]).toEqual([CAPTURE_URL, undefined]);
    },
  );

  it('lead to the capture alone if nobody was alerted', () => {
    const { event, text } = notificationOf(without(aCreated({ reason: 'manual' }), 'alert'), PUBLISHING);

    expect(event.evidenceUrl).toBeUndefined();
    expect(text.split('\n').at(-1)).toBe(`On the board: ${CAPTURE_URL}`);
  });
});
