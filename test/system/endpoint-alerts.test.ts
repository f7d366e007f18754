import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocal } from '../support/local-system.ts';
import { aClassicTrigger } from '../support/sample-events.ts';
import { bare, generic, ours } from '../intake/field-cases.ts';

// Before, each of the five was POSTed and got a 404. They took all slots of the default limit, and the critical alert
// waited for 5 minutes.
describe('local system: five alerts that can have no snapshot, then a critical one, with the default limit', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  beforeAll(async () => {
    local = await startLocal();
  });
  afterAll(() => local.system.stop());

  it('are ignored without a call, and the critical one has the first slot', async () => {
    const alerts = [
      await aClassicTrigger(584_739_201, { type: 'Endpoint HTTP Server' }),
      bare({ type: 'Endpoint Path Trace', alertId: 562949955000111, testId: 584_739_202, ruleAid: 74411 }),
      generic('ENDPOINT_NETWORK_SERVER'),
      generic('endpoint-browser-sessions-agent', null),
      ours({ type: 'ENDPOINT_HTTP_SERVER', test: { id: '584739203', type: 'ENDPOINT_HTTP_SERVER' } }),
    ];
    for (const alert of alerts) expect(await local.post(alert)).toMatchObject({ body: { status: 'ignored' } });

    const { body } = await local.post(await aClassicTrigger(3_417_721, { severity: 'Critical' }));
    const event = await local.notificationOf(String(body['captureId']));

    expect(event).toMatchObject({ status: 'created', severity: 'critical', testId: '3417721' });
    const calls = local.standIn().calls.map(({ method, path, status }) => [method, path, status]);
    expect(calls).toEqual([['POST', '/v7/tests/3417721/snapshot', 201]]);
  });
});
