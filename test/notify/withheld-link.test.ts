import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../../lib/notify/notification.ts';
import { aCapture, anAlert, aSnapshot, without } from '../support/factories.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../docs/notification.schema.json', import.meta.url), 'utf8')),
);

const ID = 'c0ffee00000000000000000000000001';
const API = 'https://abc.execute-api.eu-central-1.amazonaws.com';
const LINK = 'https://wdiac7.share.thousandeyes.com/view/tests/?roundId=1772445600';
const APP_LINK = 'https://app.thousandeyes.com/view/tests/?snapshot=wdiac7&__a=74411';
const LOGIN = { linkVisibility: 'login', publicUrl: API } as const;

const aCreated = (snapshot: Parameters<typeof aSnapshot>[1] = {}) =>
  aCapture({
    state: 'created',
    snapshot: aSnapshot({}, { id: 'wdiac7', link: LINK, ...snapshot }),
    covers: [{ captureId: 'b'.repeat(32), severity: 'critical', alert: anAlert() }],
  });

/** Everything that is published to the topics, as text. */
const leaving = (...given: Parameters<typeof notificationOf>): string => {
  const { event, subject, text, attributes } = notificationOf(...given);
  return [
    JSON.stringify(event),
    subject,
    text,
    JSON.stringify(attributes),
    JSON.stringify(chatNotificationOf(event)),
  ].join('\n');
};

describe('notification under LINK_VISIBILITY=login: earlier snapshots that it names', () => {
  const earlier = (captureId: string, link: string) => ({
    captureId,
    alertId: 'alert',
    snapshot: aSnapshot({}, { id: 'older9', link }),
  });
  const naming = (link: string) => ({
    ...aCreated({ link: APP_LINK }),
    baseline: earlier('c'.repeat(32), link),
    triggerSnapshots: [earlier('d'.repeat(32), link)],
  });
  const shareLink = 'https://older9.share.thousandeyes.com/';

  it('have their share links nowhere, and their captures’ addresses instead', () => {
    const { event, text } = notificationOf(naming(shareLink), LOGIN);

    expect(leaving(naming(shareLink), LOGIN)).not.toMatch(/share\.thousandeyes|older9/i);
    expect(event.baseline).toMatchObject({ linkWithheld: true, captureUrl: `${API}/captures/${'c'.repeat(32)}` });
    expect(text).toContain(`: ${API}/captures/${'c'.repeat(32)}`);
    expect(text).toContain(`: ${API}/captures/${'d'.repeat(32)}`);
    expect(validate(JSON.parse(JSON.stringify(event)))).toBe(true);
    expect(notificationOf(naming(shareLink), { linkVisibility: 'login' }).text).toContain(
      `: GET /captures/${'c'.repeat(32)}`,
    );
  });

  it('have links that need a login, and any links if share links may leave', () => {
    const link = 'https://app.thousandeyes.com/view/tests/?snapshot=older9';

    expect(notificationOf(naming(link), LOGIN).event.triggerSnapshots?.[0]).toMatchObject({ link });
    const { event, text } = notificationOf(naming(shareLink), { linkVisibility: 'share' });
    expect(event.baseline).toMatchObject({ link: shareLink, snapshotId: 'older9', alertId: 'alert' });
    expect(text).not.toMatch(/healthy/i);
    expect(
      chatNotificationOf(event)
        .content.description.split('\n')
        .filter((line) => line === shareLink),
    ).toHaveLength(2);
    expect(validate(JSON.parse(JSON.stringify(event)))).toBe(true);
  });
});

describe('notification under LINK_VISIBILITY=login: a share link came back', () => {
  it('has the link nowhere, nor the id that a share link’s host may hold', () => {
    expect(leaving(aCreated(), LOGIN)).not.toMatch(/share\.thousandeyes|wdiac7|roundId/i);
    expect(leaving(aCreated(), { linkVisibility: 'share' })).toMatch(/wdiac7\.share\.thousandeyes/);
  });

  it('has the capture’s address instead, for machines, in e-mail and in chat', () => {
    const { event, text } = notificationOf(aCreated(), LOGIN);

    expect(event).toMatchObject({
      status: 'created',
      linkWithheld: true,
      captureUrl: `${API}/captures/${ID}`,
      visibility: 'public',
      needsLogin: false,
    });
    expect(text.split('\n')).toContain(`Operator API: ${API}/captures/${ID}`);
    expect(text).toContain('LINK_VISIBILITY=login keeps it out of this message');
    expect(text).not.toContain('returned no link');
    expect(chatNotificationOf(event).content.description.split('\n')).toContain(`${API}/captures/${ID}`);
  });

  it('names the route if the worker does not know the address', () => {
    const { event, text } = notificationOf(aCreated(), { linkVisibility: 'login' });

    expect(event.captureUrl).toBeUndefined();
    expect(event.linkWithheld).toBe(true);
    expect(text.split('\n')).toContain(`Operator API: GET /captures/${ID}`);
  });

  it.each([LOGIN, { linkVisibility: 'login' } as const])('fits the schema: %j', (publishing) => {
    validate(JSON.parse(JSON.stringify(notificationOf(aCreated(), publishing).event)));

    expect(validate.errors).toBeNull();
  });
});

describe('notification under LINK_VISIBILITY=login', () => {
  it('withholds a link that may open without a login', () => {
    const unknown = aCreated({ link: 'https://links.example.com/wdiac7', visibility: 'unknown' });

    expect(leaving(unknown, LOGIN)).not.toMatch(/links\.example|wdiac7/);
  });

  it('keeps the id of a snapshot without a link off the topic: a share link may be made of it', () => {
    const unlinked = aCapture({
      state: 'created',
      snapshot: without(aSnapshot({}, { id: 'wdiac7', visibility: 'unknown' }), 'link'),
    });

    const { event, text } = notificationOf(unlinked, LOGIN);

    expect(leaving(unlinked, LOGIN)).not.toContain('wdiac7');
    expect(event).toMatchObject({ captureUrl: `${API}/captures/${ID}` });
    expect(event.linkWithheld).toBeUndefined();
    expect(text).toContain(`Snapshot id: see ${API}/captures/${ID}`);
  });

  it.each(['private', 'unknown', 'public'] as const)(
    'publishes a link into the app, of whatever kind: %s',
    (visibility) => {
      const { event, text } = notificationOf(aCreated({ link: APP_LINK, visibility }), LOGIN);

      expect(event).toMatchObject({ link: APP_LINK, snapshotId: 'wdiac7', needsLogin: true });
      expect(event.linkWithheld).toBeUndefined();
      expect(text).toContain(`Snapshot: ${APP_LINK}\nThe link needs a login.\n`);
    },
  );
});

describe('notification: who can open the link, and how long', () => {
  it('is the documentation’s word for a link that needs a login', () => {
    const { event, text } = notificationOf(aCreated({ link: APP_LINK, visibility: 'private' }), {
      linkVisibility: 'share',
    });

    expect(event).toMatchObject({ needsLogin: true, expiresAtNote: "30 days by the API's documentation" });
    expect(text).toContain("\nExpires: after 30 days by the API's documentation (2026-04-01T10:00:00Z)\n");
    expect(chatNotificationOf(event).content.description).toContain(
      "needs a login, expires after 30 days by the API's documentation",
    );
    validate(JSON.parse(JSON.stringify(event)));
    expect(validate.errors).toBeNull();
  });

  it('is not stated if nobody knows', () => {
    const { event, text } = notificationOf(aCreated({ link: 'https://links.example.com/x', visibility: 'unknown' }), {
      linkVisibility: 'share',
    });

    expect(event.needsLogin).toBeUndefined();
    expect(text).toContain('The link may need a login or not.');
  });
});
