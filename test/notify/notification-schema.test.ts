import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { MAX_FOLLOWERS } from '../../lib/planning/groups.ts';
import { notificationOf } from '../support/notifications.ts';
import { A_LINK, aCapture, anAlert, aSnapshot, without } from '../support/factories.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../docs/notification.schema.json', import.meta.url), 'utf8')),
);

/** The event as a subscriber reads it, after its way through JSON. */
const readBySubscriber = (capture: ReturnType<typeof aCapture>) =>
  JSON.parse(JSON.stringify(notificationOf(capture).event));

const CREATED = aCapture({ state: 'created', snapshot: aSnapshot() });
const FAILED = aCapture({ state: 'failed', failure: { code: 'rejected', detail: '400' } });

describe('notification schema', () => {
  it.each([
    { name: 'created', capture: CREATED },
    { name: 'reused', capture: { ...CREATED, reusedFrom: 'a'.repeat(32) } },
    {
      name: 'merged',
      capture: { ...CREATED, covers: [{ captureId: 'b'.repeat(32), severity: 'info' as const, alert: anAlert() }] },
    },
    { name: 'failed', capture: FAILED },
    { name: 'quarantined', capture: without(FAILED, 'alert', 'testId', 'testName', 'aid') },
    { name: 'manual, without an alert', capture: without({ ...CREATED, reason: 'manual' as const }, 'alert') },
    { name: 'asked for by an operator', capture: { ...CREATED, requestedBy: 'anna' } },
    {
      name: 'cancelled by an operator',
      capture: { ...FAILED, failure: { code: 'cancelled' as const, detail: 'x' }, cancelledBy: 'anna' },
    },
    { name: 'a possible duplicate', capture: { ...CREATED, possibleDuplicate: true as const } },
  ])('fits every event: $name', ({ capture }) => {
    validate(readBySubscriber(capture));

    expect(validate.errors).toBeNull();
  });

  it.each([
    { name: 'another version', change: { version: 2 } },
    { name: 'no link', change: { link: undefined } },
    { name: 'a field that is not described', change: { token: 'x' } },
    { name: 'a failure without an error', change: { status: 'failed' } },
  ])('refuses what is no event: $name', ({ change }) => {
    expect(validate(JSON.parse(JSON.stringify({ ...readBySubscriber(CREATED), ...change })))).toBe(false);
  });
});

describe('notification: the largest that there can be', () => {
  it.each(['"', '\\', 'x', '\u{1f600}', '東', '\ud800'])('stays below the 256 KiB of SNS, of %j', (character) => {
    const long = character.repeat(1000);
    const alert = anAlert({
      ruleName: long,
      alertId: long,
      eventId: long,
      alertType: long,
      startedAt: long,
      permalink: long,
      testName: long,
    });
    const covers = Array.from({ length: MAX_FOLLOWERS }, (_, index) => ({
      captureId: 'b'.repeat(32),
      requestedBy: `${index}${long}`,
      cancelledBy: `${index}${long}`,
      severity: 'info' as const,
      alert,
    }));
    const snapshot = aSnapshot({}, { link: A_LINK.padEnd(2000, 'x') });

    const { event, text } = notificationOf({ ...CREATED, testName: long, alert, covers, snapshot });

    const message = JSON.stringify({ default: JSON.stringify(event), email: text });
    expect(Buffer.byteLength(message)).toBeLessThan(250 * 1024);
  });
});
