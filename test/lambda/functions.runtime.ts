import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { aClassicTrigger, sampleEvent } from '../support/sample-events.ts';
import { eventOf, type RuntimeHarness, startRuntimeHarness, TOKENS } from './runtime-harness.ts';

const bodyOf = (outcome: { readonly outcome: string; readonly result?: any }) =>
  JSON.parse(outcome.result?.body ?? '{}');

describe('the bundles under Lambda’s runtime interface client', () => {
  let harness: RuntimeHarness;
  beforeAll(async () => {
    harness = await startRuntimeHarness();
  });
  afterAll(() => harness.stop());

  it('take an alert in and publish its link, each from a cold start', async () => {
    const webhook = await harness.start('webhook');
    const worker = await harness.start('worker');

    const taken = await webhook.invoke(eventOf('webhook', await aClassicTrigger(5001)));
    const worked = await worker.invoke(await harness.receiveWakes());
    const [notification] = await harness.receiveNotifications();

    expect(taken).toMatchObject({ outcome: 'returned', result: { statusCode: 200 } });
    expect(worked).toEqual({ outcome: 'returned', result: null });
    const { captureId } = bodyOf(taken);
    expect(notification).toMatchObject({ captureId, status: 'created', testId: '5001', link: expect.any(String) });
  });

  it('take a schedule in and show it, each from a cold start', async () => {
    const schedule = await harness.start('schedule');
    const captures = await harness.start('captures');

    const taken = await schedule.invoke(await sampleEvent('schedule'));
    const list = { ...(await sampleEvent('captures-list')), headers: { authorization: `Bearer ${TOKENS.captures}` } };
    const shown = await captures.invoke(list);

    expect(taken).toEqual({ outcome: 'returned', result: null });
    const planned = bodyOf(shown).items.filter(({ reason }: { reason: string }) => reason === 'schedule');
    expect(planned.map(({ testId }: { testId: string }) => testId).toSorted()).toEqual(['3417721', '3417762']);
  });

  it.each(FUNCTION_NAMES)(
    '%s handles a second event in the same process, over the connection that it has',
    async (name) => {
      const events = {
        webhook: eventOf('webhook', await aClassicTrigger(5002)),
        captures: eventOf('captures', await sampleEvent('manual')),
        schedule: await sampleEvent('schedule'),
        worker: { source: 'watchdog' },
      };
      const one = await harness.start(name);
      const first = await one.invoke(events[name]);
      const connections = harness.dynamo.accepted();

      const second = await one.invoke(events[name]);

      expect([first.outcome, second.outcome]).toEqual(['returned', 'returned']);
      expect(harness.dynamo.accepted()).toBe(connections);
    },
  );

  it('post an error with its type if an event does not fit, and go on', async () => {
    const schedule = await harness.start('schedule');

    const bad = await schedule.invoke({ name: 'no-tests' });
    const good = await schedule.invoke(await sampleEvent('schedule'));

    expect(bad).toMatchObject({ outcome: 'failed', error: { errorType: expect.stringMatching(/Error$/) } });
    expect(good).toEqual({ outcome: 'returned', result: null });
  });

  it.each(FUNCTION_NAMES)('%s names what its configuration lacks, and no value, and does not start', async (name) => {
    const one = await harness.start(name, { TABLE_NAME: undefined, RETENTION_DAYS: 'misplaced-secret' });

    const init = await one.initialized;

    expect(init).toMatchObject({ outcome: 'failed', error: { errorType: 'ConfigurationError' } });
    const { errorMessage } = init.outcome === 'failed' ? init.error : { errorMessage: '' };
    expect(errorMessage).toContain('TABLE_NAME is missing');
    expect(errorMessage).toContain('RETENTION_DAYS must be a whole number');
    expect(JSON.stringify(init)).not.toContain('misplaced-secret');
  });

  it.each(['webhook', 'captures'] as const)('%s answers 503 without DynamoDB', async (name) => {
    const content = name === 'webhook' ? await aClassicTrigger(5003) : await sampleEvent('manual');
    const one = await harness.start(name, { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });

    const answer = await one.invoke(eventOf(name, content));

    expect(answer).toMatchObject({ outcome: 'returned', result: { statusCode: 503 } });
  });

  it.each(['schedule', 'worker'] as const)(
    '%s posts an error without DynamoDB, so that Lambda tries again',
    async (name) => {
      const event = name === 'worker' ? { source: 'watchdog' } : await sampleEvent('schedule');
      const one = await harness.start(name, { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });

      const answer = await one.invoke(event);

      expect(answer).toMatchObject({ outcome: 'failed', error: { errorType: expect.any(String) } });
    },
  );

  it('logged no token and no link', () => {
    const text = harness.logs.join('');

    expect(text).toContain('alert_taken_in');
    expect(text).not.toMatch(new RegExp([...Object.values(TOKENS), 'misplaced-secret', '/share/'].join('|')));
  });
});
