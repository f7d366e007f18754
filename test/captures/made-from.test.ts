import { describe, expect, it } from 'vitest';
import { captureOfAlert, captureOfUnknown } from '../../lib/captures/from-alert.ts';
import { captureOfRequest } from '../../lib/captures/from-request.ts';
import { captureOfSchedule } from '../../lib/captures/from-schedule.ts';
import { captureIdOfQuarantined } from '../../lib/captures/identity.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { A_UUID, anAlert, MINUTE, NOW, SECOND, without } from '../support/factories.ts';

const BODY = '{}';
const HOUR = 60 * MINUTE;
const NEW = { version: 1, state: 'pending', attempts: 0 } as const;

describe('a capture of a trigger', () => {
  it('is pending, with the two hours before its arrival and what the alert says of the test', () => {
    const alert = anAlert({ severity: 'minor' });

    const { id, ...capture } = captureOfAlert(alert, BODY, NOW);

    const { testId, testName, aid } = alert;
    const window = windowEndingAt(NOW, 2);
    expect(capture).toEqual({
      ...NEW,
      reason: 'alert',
      receivedAt: NOW,
      severity: 'minor',
      alert,
      testId,
      testName,
      aid,
      ...window,
    });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('has no field for what the alert does not say', () => {
    const capture = captureOfAlert(without(anAlert(), 'testId', 'testName', 'aid'), BODY, NOW);

    expect(Object.keys(capture)).not.toContain('testId');
    expect(Object.keys(capture)).not.toContain('testName');
    expect(Object.keys(capture)).not.toContain('aid');
  });
});

describe('a capture of a trigger that ThousandEyes sent late', () => {
  const late = anAlert({ startedAt: new Date(NOW - 5.5 * HOUR).toISOString() });

  it.each([
    { name: 'two hours, whatever it says of its start', alert: late, reachBack: false, hours: 2 },
    { name: 'back to its start where that is wanted', alert: late, reachBack: true, hours: 6 },
    {
      name: 'two hours where its start is in doubt',
      alert: { ...late, startedAt: 'today' },
      reachBack: true,
      hours: 2,
    },
    {
      name: 'two hours where it is a sample of long ago',
      alert: { ...late, startedAt: '2025-03-24T17:28:40Z' },
      reachBack: true,
      hours: 2,
    },
  ] as const)('shows $name', ({ alert, reachBack, hours }) => {
    expect(captureOfAlert(alert, BODY, NOW, { reachBack })).toMatchObject(windowEndingAt(NOW, hours));
  });
});

describe('a capture of a clear', () => {
  const clear = without(anAlert({ transition: 'clear' }), 'startedAt');

  it('is another one than its trigger’s', () => {
    expect(captureOfAlert(clear, BODY, NOW).id).not.toBe(captureOfAlert(anAlert(), BODY, NOW).id);
  });

  it('remembers the first five triggers of its episode, and a trigger none', () => {
    const triggers = Array.from({ length: 7 }, (_, index) => ({ id: `trigger ${index}`, receivedAt: NOW }));

    expect(captureOfAlert(clear, BODY, NOW, { triggers }).triggers).toEqual(triggers.slice(0, 5).map(({ id }) => id));
    expect(captureOfAlert(clear, BODY, NOW)).not.toHaveProperty('triggers');
    expect(captureOfAlert(clear, BODY, NOW, { triggers: [] })).not.toHaveProperty('triggers');
  });

  it.each([
    { name: 'the start that it says', startedAt: '2026-02-02T00:00:00Z', triggeredAt: NOW - 3 * HOUR, hours: 48 },
    { name: 'the arrival of its trigger', startedAt: undefined, triggeredAt: NOW - 3 * HOUR, hours: 4 },
    {
      name: 'that, too, if the start is in doubt',
      startedAt: '2000-01-01T00:00:00Z',
      triggeredAt: NOW - HOUR,
      hours: 2,
    },
    { name: 'two hours if neither is known', startedAt: undefined, triggeredAt: undefined, hours: 2 },
  ] as const)('covers $name', ({ startedAt, triggeredAt, hours }) => {
    const alert = startedAt === undefined ? clear : { ...clear, startedAt };
    const triggers = triggeredAt === undefined ? [] : [{ id: 'trigger', receivedAt: triggeredAt }];

    expect(captureOfAlert(alert, BODY, NOW, { triggers })).toMatchObject(windowEndingAt(NOW, hours));
  });
});

describe('a capture of a body that no shape fits', () => {
  it.each([
    { name: 'text as it is', body: Buffer.from('{"a":"ü"}'), payload: '{"a":"ü"}' },
    {
      name: 'other bytes as a data URL',
      body: Buffer.from([255]),
      payload: 'data:application/octet-stream;base64,/w==',
    },
  ])('is failed and keeps $name', ({ body, payload }) => {
    const made = captureOfUnknown(body, body.toString('utf8'), 'no known payload family fits', NOW);

    expect(made.payload).toBe(payload);
    expect(made.capture).toEqual({
      ...NEW,
      state: 'failed',
      failure: { code: 'quarantined', detail: 'no known payload family fits' },
      id: captureIdOfQuarantined(payload, NOW),
      reason: 'alert',
      receivedAt: NOW,
      severity: 'unknown',
      ...windowEndingAt(NOW, 2),
    });
  });
});

describe('a capture of an operator’s request', () => {
  const request = { testId: '4711', hours: 6 } as const;
  const fingerprintOf = (changes: object) =>
    captureOfRequest({ ...request, ...changes }, NOW, 'key', 'anna').fingerprint;

  it('ends now, or where the request says', () => {
    const endDate = '2026-03-01T10:00:00Z';

    expect(captureOfRequest(request, NOW, 'key', 'anna')).toMatchObject({
      ...NEW,
      reason: 'manual',
      requestedBy: 'anna',
      receivedAt: NOW,
      severity: 'unknown',
      testId: '4711',
      ...windowEndingAt(NOW, 6),
    });
    expect(
      captureOfRequest({ ...request, endDate, aid: '7', displayName: 'evidence' }, NOW, 'key', 'anna'),
    ).toMatchObject({
      startDate: '2026-03-01T04:00:00Z',
      endDate,
      aid: '7',
      displayName: 'evidence',
    });
  });

  it('is one by its key, and tells another body under the same key', () => {
    const idOf = (key: string) => captureOfRequest(request, NOW, key, 'anna').id;
    const bodies = [
      {},
      { testId: '1' },
      { aid: '1' },
      { hours: 2 },
      { endDate: '2026-03-01T10:00:00Z' },
      { displayName: 'x' },
    ];

    expect(idOf('key')).toBe(captureOfRequest({ ...request, hours: 1 }, NOW + SECOND, 'key', 'anna').id);
    expect(idOf('key')).not.toBe(idOf('another'));
    expect(new Set(bodies.map(fingerprintOf)).size).toBe(bodies.length);
    expect(fingerprintOf({})).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a capture of a schedule', () => {
  const evidence = { name: 'monday', scheduledTime: '2026-03-01T10:00:00Z', hours: 4 } as const;
  const DUE = Date.parse(evidence.scheduledTime);

  it('ends when it was due, and never ahead of now', () => {
    const test = { testId: '4711', aid: '7' };

    expect(captureOfSchedule({ ...evidence, title: 'Weekly' }, test, DUE + MINUTE)).toMatchObject({
      ...NEW,
      reason: 'schedule',
      receivedAt: DUE + MINUTE,
      severity: 'unknown',
      testId: '4711',
      aid: '7',
      displayName: 'Weekly',
      ...windowEndingAt(DUE, 4),
    });
    expect(captureOfSchedule(evidence, test, DUE - MINUTE)).toMatchObject(windowEndingAt(DUE - MINUTE, 4));
  });

  it('is one for each schedule, time, account group and test', () => {
    const idOf = (changes: object, test: { testId: string; aid?: string }) =>
      captureOfSchedule({ ...evidence, ...changes }, test, DUE).id;
    const ids = [
      idOf({}, { testId: '1' }),
      idOf({}, { testId: '2' }),
      idOf({}, { testId: '1', aid: '7' }),
      idOf({ name: 'tuesday' }, { testId: '1' }),
      idOf({ scheduledTime: '2026-03-08T10:00:00Z' }, { testId: '1' }),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    expect(idOf({}, { testId: '1' })).toBe(ids[0]);
    expect(ids).not.toContain(captureOfAlert(anAlert({ alertId: A_UUID }), BODY, NOW).id);
  });
});
