import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundRefusals } from '../../lib/edge/bounded-refusals.ts';

const setUp = () => {
  const written: unknown[][] = [];
  const clock = { now: 0 };
  const note =
    (how: string) =>
    (...given: unknown[]) =>
      void written.push([how, ...given]);
  const { log, measure } = boundRefusals(
    { log: { info: note('info'), warn: note('warn'), error: note('error') }, measure: note('measure') },
    () => clock.now,
  );
  return { written, clock, log, measure };
};

const times = (count: number, act: () => void) => {
  for (let n = 0; n < count; n += 1) act();
};

describe('refusals of one kind within a minute', () => {
  it('writes the first 20 one by one', () => {
    const { written, log } = setUp();

    times(20, () => log.warn('webhook_unauthorized'));

    expect(written).toEqual(Array.from({ length: 20 }, () => ['warn', 'webhook_unauthorized', {}]));
  });

  it('writes later ones at each doubling, with their number', () => {
    const { written, log, measure } = setUp();

    times(159, () => {
      log.info('webhook_missed', { status: 404 });
      measure('WebhookUnauthorized');
    });

    expect(written.slice(40)).toEqual([
      ['info', 'webhook_missed', { status: 404, refusals: 20 }],
      ['measure', 'WebhookUnauthorized', 20, undefined],
      ['info', 'webhook_missed', { status: 404, refusals: 40 }],
      ['measure', 'WebhookUnauthorized', 40, undefined],
    ]);
  });

  it('writes what a minute leaves over with the first refusal after it', () => {
    const { written, clock, log } = setUp();
    const error = new Error('no value');
    times(27, () => log.error('operator_secret_without_value', error));

    clock.now = 59_999;
    log.error('operator_secret_without_value', error);
    clock.now = 60_000;
    log.error('operator_secret_without_value', error);
    log.error('operator_secret_without_value', error);

    expect(written.slice(20)).toEqual([
      ['error', 'operator_secret_without_value', error, { refusals: 9 }],
      ['error', 'operator_secret_without_value', error, {}],
    ]);
  });

  it.each(['webhook_failed', 'operator_request_failed'])(
    'bounds %s, which anybody causes while the secret cannot be read',
    (code) => {
      const { written, log } = setUp();

      times(1280, () => log.error(code, new Error('Secrets Manager does not answer')));

      expect(written).toHaveLength(20 + 6);
    },
  );

  it('counts each kind of error by itself, so that no failure hides another one', () => {
    const { written, log } = setUp();
    const bug = new TypeError('x is undefined');
    times(30, () => log.error('webhook_failed', new Error('DynamoDB throttles')));

    log.error('webhook_failed', bug);

    expect(written.at(-1)).toEqual(['error', 'webhook_failed', bug, {}]);
  });

  it('counts each code, metric and reason by itself', () => {
    const { written, log, measure } = setUp();
    times(30, () => measure('SecretsWithoutValue', 1, 'webhook'));
    written.length = 0;

    measure('SecretsWithoutValue', 1, 'operator');
    log.warn('operator_unauthorized');
    log.warn('webhook_address_refused');

    expect(written).toEqual([
      ['measure', 'SecretsWithoutValue', 1, 'operator'],
      ['warn', 'operator_unauthorized', {}],
      ['warn', 'webhook_address_refused', {}],
    ]);
  });

  it('writes half of them at least, all of them at most, in few lines', () => {
    const steps = fc.array(fc.record({ refusals: fc.nat(2000), pauseMs: fc.nat(120_000) }), { maxLength: 8 });
    fc.assert(
      fc.property(steps, (bursts) => {
        const { written, clock, measure } = setUp();
        let refusals = 0;
        for (const { refusals: more, pauseMs } of bursts) {
          times(more, () => measure('OperatorUnauthorized'));
          refusals += more;
          const sum = written.reduce((total, [, , value]) => total + Number(value), 0);
          expect(sum).toBeLessThanOrEqual(refusals);
          expect(sum).toBeGreaterThanOrEqual(refusals / 2);
          clock.now += pauseMs;
        }
        expect(written.length).toBeLessThanOrEqual(27 * bursts.length);
      }),
    );
  });
});

describe('what only a sender with a token can cause', () => {
  it('is written each time, as it is', () => {
    const { written, log, measure } = setUp();

    times(100, () => {
      log.warn('webhook_unreadable', { status: 400 });
      measure('OldestPendingSeconds', 0);
      measure('WebhookRefused', 1, 'not_json');
    });

    expect(written).toHaveLength(300);
    expect(written.slice(-3)).toEqual([
      ['warn', 'webhook_unreadable', { status: 400 }],
      ['measure', 'OldestPendingSeconds', 0, undefined],
      ['measure', 'WebhookRefused', 1, 'not_json'],
    ]);
  });
});
