import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { createLedger, type Ledger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { runs } from '../simulation/scenarios.ts';
import { startEmulators } from '../support/emulators.ts';
import { aRequest, NOW } from '../support/factories.ts';
import { rendered } from '../support/rendered-template.ts';
import { aClassicTrigger } from '../support/sample-events.ts';
import { mutated, mutations, TEST_ID } from './mutated.ts';

const LONG = 1_800_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const related = { rel: 'related', href: `https://api.thousandeyes.com/v4/tests/${TEST_ID}` };

let alerts = 0;
const anAlertId = (): string => `9a3f1f0c-5f08-4d0c-9d6c-${String((alerts += 1)).padStart(12, '0')}`;

describe('webhook: an alert that something has changed on its way', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let ledger: Ledger;
  let webhook: ReturnType<typeof createWebhook>;
  beforeAll(async () => {
    emulators = await startEmulators();
    const table = { client: emulators.dynamo, tableName: emulators.tableName };
    ledger = createLedger({ ...table, retentionDays: 40 });
    webhook = createWebhook({
      authenticate: async () => true,
      ledger: { ...ledger, ...createLedgerQueries(table) },
      sendWake: async () => undefined,
      rules: CAPTURE_EVERYTHING,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      measure: () => undefined,
      now: () => NOW,
    });
  });
  afterAll(() => emulators.stop());

  const keptOf = async (captureId: string): Promise<Buffer> => {
    const Key = { id: { S: `payload#${captureId}` } };
    const { Item } = await emulators.dynamo.send(new GetItemCommand({ TableName: emulators.tableName, Key }));
    const kept = Item?.['payload']?.S ?? '';
    const [, base64] = kept.split('data:application/octet-stream;base64,');
    return base64 === undefined ? Buffer.from(kept) : Buffer.from(base64, 'base64');
  };

  /**
   * The fault of the webhook's result, if the alert is lost or captured for another test; undefined if there is none.
   */
  const outcomeOf = async (body: Buffer): Promise<string> => {
    const answer = await webhook(aRequest({ body: body.toString('base64'), isBase64Encoded: true }));
    const { status, captureId } = JSON.parse(answer.body ?? '');
    if (answer.statusCode !== 200) return `answered ${answer.statusCode}`;
    if (status === 'quarantined') return (await keptOf(captureId)).equals(body) ? 'kept' : 'not kept whole';
    if (status !== 'accepted' && status !== 'duplicate') return `lost as ${status}`;
    const { testId, alert } = (await ledger.get(captureId)) ?? {};
    if (testId === TEST_ID) return 'taken';
    return testId === undefined && UUID.test(alert?.alertId ?? '') ? 'looked up' : `of another test: ${testId}`;
  };

  it.each<{ family: string; written: () => Promise<string> }>([
    {
      family: 'of the classic family',
      written: async () => JSON.stringify(await aClassicTrigger(Number(TEST_ID), { apiLinks: [related] })),
    },
    {
      family: 'of the classic family, indented',
      written: async () =>
        JSON.stringify(await aClassicTrigger(Number(TEST_ID), { apiLinks: [related] }), undefined, 2),
    },
    {
      family: 'of the recommended template',
      written: async () => rendered({ 'alert.id': anAlertId() }),
    },
  ])(
    'is answered 200, and taken for its own test or kept whole: $family',
    async ({ family, written }) => {
      const counts: Record<string, number> = {};

      await fc.assert(
        fc.asyncProperty(mutations, async (mutation) => {
          const outcome = await outcomeOf(mutated(await written(), mutation));

          counts[outcome] = (counts[outcome] ?? 0) + 1;
          expect(['taken', 'looked up', 'kept']).toContain(outcome);
        }),
        runs(150),
      );
      if (process.env['SIMULATION_RUNS']) process.stdout.write(`${family}: ${JSON.stringify(counts)}\n`);
      expect(counts['taken']).toBeGreaterThan(0);
      expect(counts['kept']).toBeGreaterThan(0);
    },
    LONG,
  );
});
