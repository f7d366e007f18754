import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MESSAGES } from '../../lib/planning/quota.ts';
import { awsCallsOf } from '../support/aws-calls.ts';
import { type BoundHandlers, startBoundHandlers } from '../support/bound-handlers.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

/** Reads of current versions: one each for webhook, captures and worker. */
const SECRETS = 3;

const secretsIn = (calls: readonly string[]) => calls.filter((call) => call === 'SecretsManager.GetSecretValue');

/** The AWS calls of an alert, over the real AWS SDK. A new call costs money and time, so add it here on purpose. */
describe('AWS calls', () => {
  let bound: BoundHandlers;
  let atStart: readonly string[];
  beforeAll(async () => {
    atStart = await awsCallsOf(async (calls) => {
      bound = await startBoundHandlers({ CAPTURE_ON: 'both' });
      await vi.waitUntil(() => secretsIn(calls).length >= SECRETS, 20_000);
    });
    await bound.alert(await aClassicTrigger(5000)); // the cold start fetches and caches the secrets
    await bound.work();
  });
  afterAll(() => bound.stop());

  it('of what has a secret: its current version, before the first event', () => {
    expect(secretsIn(atStart).length).toBeGreaterThanOrEqual(SECRETS); // the SDK may have repeated one
  });

  it('of the webhook: one write and one wake an alert', async () => {
    const calls = await awsCallsOf(async () => bound.alert(await aClassicTrigger(5001)));

    expect(calls).toEqual(['DynamoDB.PutItem', 'SQS.SendMessage']);
    await bound.work();
  });

  it('of the webhook: one write that is refused, and one look at whose it was, for a repeated alert', async () => {
    const alert = await aClassicTrigger(5002);
    await bound.alert(alert);

    const calls = await awsCallsOf(() => bound.alert(alert));

    expect(calls).toEqual(['DynamoDB.PutItem', 'DynamoDB.GetItem']);
    await bound.work();
  });

  it('of the webhook: one look, and no write of many units, for a body that is quarantined already', async () => {
    const unknown = { unheard: 'of' };

    const first = await awsCallsOf(() => bound.alert(unknown));
    const again = await awsCallsOf(() => bound.alert(unknown));

    expect(first).toEqual(['DynamoDB.GetItem', 'DynamoDB.PutItem', 'DynamoDB.PutItem', 'SQS.SendMessage']);
    expect(again).toEqual(['DynamoDB.GetItem']);
    await bound.work();
  });

  it('of the webhook: three for the first of many guesses, and none for the others of the next seconds', async () => {
    const alert = await aClassicTrigger(5006);

    const first = await awsCallsOf(() => bound.alertWith('guess', alert));
    const others = await awsCallsOf(() => Promise.all(['a', 'b', 'c'].map((guess) => bound.alertWith(guess, alert))));

    // The previous version, then the current version again, because it may be newer than the cache, then its previous.
    expect(first).toEqual(Array.from({ length: 3 }, () => 'SecretsManager.GetSecretValue'));
    expect(others).toEqual([]);
  });

  it('of the worker: ten a snapshot, if a slot and the topic are free', async () => {
    const snapshots: (readonly string[])[] = [];
    for (const alertId of [5003, 5004, 5005]) {
      await setTimeout(2 * MESSAGES.everyMs); // the turn of the last message is over
      const { captureId } = await bound.alert(await aClassicTrigger(alertId));
      snapshots.push(await awsCallsOf(() => bound.work(JSON.stringify({ captureId }))));
    }

    // On a slow machine, a run may miss its turn and wait for another one, so the shortest run counts.
    const calls = snapshots.toSorted((a, b) => a.length - b.length)[0] ?? [];
    expect(calls.slice(0, 2).toSorted()).toEqual(['DynamoDB.BatchGetItem', 'DynamoDB.Query']); // at once: quota and capture, the keys
    // Slot, claim; then the POST, and beside it the newest planned snapshot of the test.
    expect(calls.slice(2, 5)).toEqual(['DynamoDB.UpdateItem', 'DynamoDB.PutItem', 'DynamoDB.BatchGetItem']);
    // At once: the link, the slot's stamp, the topic's turn.
    expect(calls.slice(5, 8).toSorted()).toEqual(['DynamoDB.PutItem', 'DynamoDB.UpdateItem', 'DynamoDB.UpdateItem']);
    expect(calls.slice(8)).toEqual(['SNS.Publish', 'DynamoDB.PutItem']);
    expect(bound.upstream.calls).toHaveLength(6);
  });

  it('of the evidence address: one query, and one read of what that found', async () => {
    const alert = await aClassicTrigger(5006);
    const path = `/alerts/${alert['alert'].alertId}`;
    await bound.operator('GET', path); // a cold start
    const { captureId } = await bound.alert(alert);
    const before = await awsCallsOf(() => bound.operator('GET', '/alerts/1'));
    const waiting = await awsCallsOf(() => bound.operator('GET', path));
    await bound.work(JSON.stringify({ captureId }));

    const calls = await awsCallsOf(() => bound.operator('GET', path));

    expect(before).toEqual(['DynamoDB.Query']);
    expect(calls).toEqual(['DynamoDB.Query', 'DynamoDB.BatchGetItem']);
    // To say when the capture is due, it also reads the quota and the open captures.
    expect(waiting.slice(0, 2)).toEqual(calls);
    expect(waiting.slice(2).toSorted()).toEqual(['DynamoDB.BatchGetItem', 'DynamoDB.BatchGetItem', 'DynamoDB.Query']);
  });

  it('of the watchdog: one query if nothing is open', async () => {
    const calls = await awsCallsOf(() => bound.work());

    expect(calls).toEqual(['DynamoDB.Query']);
  });

  it('of the webhook: a clear looks for its trigger, with one query and one read', async () => {
    const trigger = await aClassicTrigger(5006);
    await bound.alert(trigger);
    const clear = { ...trigger, eventId: 'clear', eventType: 'ALERT_NOTIFICATION_CLEAR' };

    const calls = await awsCallsOf(() => bound.alert(clear));

    expect(calls).toEqual(['DynamoDB.Query', 'DynamoDB.BatchGetItem', 'DynamoDB.PutItem', 'SQS.SendMessage']);
  });
});
