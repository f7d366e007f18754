import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocal } from '../support/local-system.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

const LIMIT = 5;
const MANUAL_LIMIT = 20;
const REQUESTS = 60;

/** Before, a script in a loop or a stolen operator token took every slot for hours, and nothing could be cancelled. */
describe('local system: an operator token that asks for sixty captures at once', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  let answers: readonly { readonly status: number; readonly body: Record<string, any> }[];
  beforeAll(async () => {
    local = await startLocal({
      SNAPSHOT_LIMIT: String(LIMIT),
      SNAPSHOT_LIMIT_SECONDS: '6',
      MANUAL_CAPTURES_LIMIT: String(MANUAL_LIMIT),
    });
    answers = await Promise.all(
      Array.from({ length: REQUESTS }, (_, index) =>
        local.operator('POST', '/captures', { testId: String(900_000 + index) }),
      ),
    );
  });
  afterAll(() => local.system.stop());

  const accepted = () => answers.filter(({ status }) => status === 202).map(({ body }) => String(body['id']));

  it('gets a bounded number accepted, and 429 for the rest', () => {
    const statuses = new Set(answers.map(({ status }) => status));

    expect([...statuses].toSorted()).toEqual([202, 429]);
    expect(accepted().length).toBeLessThanOrEqual(2 * MANUAL_LIMIT); // concurrent requests may exceed the limit
  });

  it('does not hold up a critical alert behind all that waits', async () => {
    const { body } = await local.post(await aClassicTrigger(7001, { severity: 'Critical' }));

    await local.notificationOf(String(body['captureId']));

    const statusOf = async (id: string) => (await local.operator('GET', `/captures/${id}`)).body['state'];
    const states = await Promise.all(accepted().map(statusOf));
    expect(states).toContain('pending');
  });

  it('can have what waits cancelled', async () => {
    const waiting = accepted().at(-1) ?? '';

    await local.operator('POST', `/captures/${waiting}/cancel`);

    const { body } = await local.operator('GET', `/captures/${waiting}`);
    expect(body['state']).toBe('cancelled');
  });
});
