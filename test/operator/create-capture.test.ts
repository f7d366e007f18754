import { describe, expect, it } from 'vitest';
import { claim, create } from '../../lib/captures/transitions.ts';
import { aCapture, anAlert, aSnapshot, NOW, SECOND } from '../support/factories.ts';
import { anOperator, MANUAL_LIMIT } from '../support/operator-harness.ts';
import { publish } from '../support/settled-captures.ts';

const keyed = (key: string, testId: string) => ({ body: { testId }, headers: { 'idempotency-key': key } });

describe('POST /captures', () => {
  it('makes a capture by hand, wakes the worker, and says where to look for it', async () => {
    const { world, ledger, ask } = anOperator();

    const { status, headers, body } = await ask('POST /captures', { body: { testId: '5', hours: 6, aid: 7 } });

    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'pending', reason: 'manual', testId: '5', aid: '7', attempts: 0 });
    expect(headers).toMatchObject({ location: `/captures/${body.id}` });
    expect(headers).not.toHaveProperty('preference-applied');
    expect(await ledger.get(body.id)).toMatchObject({ state: 'pending', receivedAt: NOW });
    expect(world.woken).toEqual([body.id]);
    expect(world.measured).toEqual([['CapturesAccepted', 1, 'manual']]);
    expect(world.logged).toEqual([
      ['info', 'manual_capture_taken_in', { captureId: body.id, status: 'accepted', testId: '5', operator: 'anna' }],
    ]);
  });

  it('makes another one for the same request without a key', async () => {
    const { ask } = anOperator();
    const request = { body: { testId: '5' } };

    const [first, second] = [await ask('POST /captures', request), await ask('POST /captures', request)];

    expect(second.body.id).not.toBe(first.body.id);
  });

  it('names every fault of body and key at once', async () => {
    const { ledger, ask } = anOperator();

    const { status, body } = await ask('POST /captures', { body: { hours: 3 }, headers: { 'idempotency-key': 'ü' } });

    expect(status).toBe(400);
    expect(body.detail).toBe(
      'testId: must be an id of digits; hours: must be one of 1, 2, 4, 6, 12, 24, 48; ' +
        'Idempotency-Key: must be 1 to 255 printable ASCII characters',
    );
    expect(ledger.all()).toEqual([]);
  });

  it('names the fault of a key alone', async () => {
    const { status, body } = await anOperator().ask('POST /captures', keyed('', '5'));

    expect([status, body.detail]).toEqual([400, 'Idempotency-Key: must be 1 to 255 printable ASCII characters']);
  });

  it.each([
    { ends: 'now', endDate: '2026-03-02T10:00:00Z', status: 202 },
    { ends: 'in a second', endDate: '2026-03-02T10:00:01Z', status: 400 },
  ])('judges a range by the clock: it ends $ends', async ({ endDate, status }) => {
    const { ask } = anOperator();

    expect(await ask('POST /captures', { body: { testId: '5', endDate } })).toMatchObject({ status });
  });

  it('refuses a body that is no JSON', async () => {
    const { status } = await anOperator().ask('POST /captures', { headers: { 'content-type': 'text/plain' } });

    expect(status).toBe(415);
  });
});

describe('POST /captures with an Idempotency-Key that was used', () => {
  it('answers the capture as it is now, and wakes nobody again', async () => {
    const { world, ledger, ask } = anOperator();
    const { body: first } = await ask('POST /captures', keyed('k', '5'));
    await publish(ledger, first.id);

    const { status, body } = await ask('POST /captures', keyed('k', '5'));

    expect([status, body.id, body.state]).toEqual([200, first.id, 'published']);
    expect(world.woken).toHaveLength(1);
    expect(world.measured).toHaveLength(1);
    expect(world.logged[1]).toEqual([
      'info',
      'manual_capture_taken_in',
      { captureId: first.id, status: 'duplicate', testId: '5', operator: 'anna' },
    ]);
  });

  it('refuses another body with it', async () => {
    const { world, ask } = anOperator();
    await ask('POST /captures', keyed('k', '5'));

    const { status, body } = await ask('POST /captures', keyed('k', '6'));

    expect(world.logged).toHaveLength(1);
    expect(status).toBe(422);
    expect(body.detail).toContain('Use a new one');
  });
});

describe('POST /captures if as many wait as may', () => {
  const full = async () => {
    const operator = anOperator();
    for (let index = 0; index < MANUAL_LIMIT; index += 1) {
      await operator.ask('POST /captures', keyed(`k${index}`, `${index + 1}`));
    }
    return operator;
  };

  it('refuses one more, and says what to do', async () => {
    const { ledger, ask } = await full();

    const { status, body } = await ask('POST /captures', { body: { testId: '9' } });

    expect(status).toBe(429);
    expect(body.detail).toMatch(
      /^3 manual captures are waiting already\. Wait until some are done, or raise MANUAL_CAPTURES_LIMIT\.$/,
    );
    expect(ledger.all()).toHaveLength(MANUAL_LIMIT);
  });

  it('takes one of them again', async () => {
    const { ask } = await full();

    expect(await ask('POST /captures', keyed('k0', '1'))).toMatchObject({ status: 202 });
  });

  it('takes one more when one of them is done', async () => {
    const { ledger, ask } = await full();
    await publish(ledger, ledger.all()[0]?.id ?? '');

    expect(await ask('POST /captures', { body: { testId: '9' } })).toMatchObject({ status: 202 });
  });

  it('counts neither alerts, schedules nor what backs off among them', async () => {
    const { add, ask } = anOperator();
    const waiting = Array.from({ length: MANUAL_LIMIT }, (_, index) => [
      aCapture({ id: `alert ${index}`, alert: anAlert() }),
      aCapture({ id: `schedule ${index}`, reason: 'schedule', severity: 'unknown' }),
      aCapture({ id: `backs off ${index}`, notBefore: NOW + SECOND }),
    ]);
    await add(...waiting.flat());

    expect(await ask('POST /captures', { body: { testId: '9' } })).toMatchObject({ status: 202 });
  });
});

describe('POST /captures with Prefer: wait', () => {
  const waiting = { body: { testId: '5' }, headers: { prefer: 'wait=3' } };

  it('answers 200 as soon as the capture is at its end', async () => {
    const { world, ledger, ask } = anOperator();
    world.whileWaiting = async () => {
      if (world.now >= NOW + 2 * SECOND) await publish(ledger, ledger.all()[0]?.id ?? '');
    };

    const { status, headers, body } = await ask('POST /captures', waiting);

    expect([status, body.state, world.now]).toEqual([200, 'published', NOW + 2 * SECOND]);
    expect(headers).toMatchObject({ 'preference-applied': 'wait=3' });
  });

  it('answers 202 while it has a link that is not out', async () => {
    const { world, ledger, ask } = anOperator();
    world.whileWaiting = async () => {
      const capture = ledger.all()[0];
      if (capture?.state === 'pending') await ledger.save(create(claim(capture, NOW), aSnapshot(), [], NOW));
    };

    expect(await ask('POST /captures', waiting)).toMatchObject({ status: 202 });
  });

  it('answers 202 when the time is over, and never later', async () => {
    const { world, ask } = anOperator();

    const { status, body } = await ask('POST /captures', waiting);

    expect([status, body.state, world.now]).toEqual([202, 'pending', NOW + 3 * SECOND]);
  });

  it('is never later, whatever a look takes', async () => {
    const { world, ask } = anOperator();
    let looks = 0;
    world.whileWaiting = async () => {
      looks += 1;
      if (looks === 1) world.now += 100;
    };

    await ask('POST /captures', waiting);

    expect(world.now).toBe(NOW + 3 * SECOND);
  });

  it('looks twice a second', async () => {
    const { world, ask } = anOperator();
    let looks = 0;
    world.whileWaiting = async () => (looks += 1);

    await ask('POST /captures', waiting);

    expect(looks).toBe(6);
  });

  it('answers what it knew if the capture is deleted meanwhile', async () => {
    const { world, ledger, ask } = anOperator();
    world.whileWaiting = async () => {
      const [capture] = ledger.all();
      if (capture?.state === 'claimed') ledger.remove(capture.id);
      if (capture?.state === 'pending') await ledger.save(claim(capture, NOW + SECOND));
    };

    expect(await ask('POST /captures', waiting)).toMatchObject({ status: 202, body: { state: 'claimed' } });
  });
});
