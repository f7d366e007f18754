import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulators } from '../support/emulators.ts';
import { createApi, readDocument } from '../support/operator-api.ts';

const { operations, faultsOf } = readDocument();

describe('OpenAPI document and implementation: anything that may be asked', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let api: ReturnType<typeof createApi>;
  beforeAll(async () => {
    emulators = await startEmulators();
    api = createApi(emulators);
  });
  afterAll(() => emulators.stop());

  it('is answered as documented, and never 5xx', async () => {
    const odd = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '',
        '0',
        '1',
        '77',
        '2',
        '-1',
        '100',
        'pending',
        '2026-01-01T00:00:00Z',
        '2999-01-01T00:00:00Z',
        '__proto__',
      ),
    );
    const field = fc.oneof(odd, fc.integer(), fc.jsonValue());
    const body = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.record(
        {
          testId: field,
          aid: field,
          hours: fc.oneof(field, fc.constantFrom(1, 2, 48)),
          endDate: field,
          displayName: field,
        },
        { requiredKeys: [] },
      ),
      fc.record({
        eventType: fc.constantFrom('ALERT_NOTIFICATION_TRIGGER', 'ALERT_NOTIFICATION_CLEAR', 'x'),
        eventId: field,
        alert: fc.record({ alertId: field, testId: field, ruleAid: field, severity: field }, { requiredKeys: [] }),
      }),
      fc.record({ type: field, alert: fc.record({ id: fc.oneof(fc.uuid(), field), test: field, rule: field }) }),
    );
    const query = fc.dictionary(fc.oneof(fc.constantFrom('state', 'testId', 'since', 'limit', 'cursor'), odd), odd, {
      maxKeys: 3,
    });
    const headers = fc.record(
      {
        'idempotency-key': odd,
        prefer: fc.oneof(odd, fc.constantFrom('wait=1', 'wait=x', 'wait="2"')),
        'content-type': fc.oneof(odd, fc.constant('application/json')),
      },
      { requiredKeys: [] },
    );
    const id = fc.oneof(fc.constant('a'.repeat(32)), fc.stringMatching(/^[0-9a-f]{32}$/));

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        query,
        headers,
        body,
        id,
        async (operation, asked, sent, content, captureId) => {
          const url = `${operation.path.replace('{id}', captureId)}?${new URLSearchParams(asked).toString()}`;
          const answer = await api.call(operation.method, url, { headers: sent, body: content });

          expect(answer.status).toBeLessThan(500);
          expect(faultsOf(operation.operationId, answer.status, answer.type, answer.body)).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});
