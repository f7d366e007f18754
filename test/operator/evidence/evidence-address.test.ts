import { describe, expect, it } from 'vitest';
import { A_VIEWER } from '../../support/board.ts';
import { A_LINK, A_UUID, aCapture, aFailed, anAlert, aSnapshot, MINUTE, NOW } from '../../support/factories.ts';
import { anOperator } from '../../support/operator-harness.ts';

const idOf = (digit: number) => String(digit).repeat(32);
const ADDRESS = `GET /alerts/${A_UUID}`;
const idsIn = ({ body }: { readonly body: any }): string[] => body.items.map(({ id }: { id: string }) => id);

describe('the evidence address', () => {
  it('has the alert’s captures, the newest first, and no other', async () => {
    const { add, ask } = anOperator();
    await add(
      aCapture({ id: idOf(1), receivedAt: NOW - MINUTE, state: 'published', snapshot: aSnapshot(), announcedAt: NOW }),
      aFailed({ id: idOf(2), receivedAt: NOW, alert: anAlert({ transition: 'clear' }) }),
      aCapture({ id: idOf(3), alert: anAlert({ alertId: '203114456' }) }),
    );

    const { status, body } = await ask(ADDRESS);

    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { id: idOf(2), state: 'failed', alert: { transition: 'clear' }, failure: { advice: expect.any(String) } },
      { id: idOf(1), state: 'published', alert: { transition: 'trigger' }, link: A_LINK },
    ]);
  });

  it('is of one account group if `aid` says so; a capture of none is of any', async () => {
    const { add, ask } = anOperator();
    const { aid: _, ...ofNone } = aCapture({ id: idOf(2), receivedAt: NOW - 1 });
    await add(
      aCapture({ id: idOf(1), aid: '74411' }),
      ofNone,
      aCapture({ id: idOf(3), aid: '9', receivedAt: NOW - 2 }),
    );

    expect(idsIn(await ask(ADDRESS))).toEqual([idOf(1), idOf(2), idOf(3)]);
    expect(idsIn(await ask(ADDRESS, { query: { aid: '' } }))).toEqual([idOf(1), idOf(2), idOf(3)]);
    expect(idsIn(await ask(ADDRESS, { query: { aid: '74411' } }))).toEqual([idOf(1), idOf(2)]);
    expect(idsIn(await ask(ADDRESS, { query: { aid: '9' } }))).toEqual([idOf(2), idOf(3)]);
  });

  it('says when a capture that waits is due, and not of any other', async () => {
    const { add, ask, slots } = anOperator();
    await add(aCapture({ id: idOf(1) }), aFailed({ id: idOf(2), receivedAt: NOW - 1 }));
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + 3 * MINUTE);
    await slots.take({ index: 1, releaseAt: 0 }, NOW, NOW + 4 * MINUTE);

    const { body } = await ask(ADDRESS);

    expect(Math.abs(Date.parse(body.items[0].dueAt) - (NOW + 3 * MINUTE))).toBeLessThan(MINUTE);
    expect(body.items[1]).not.toHaveProperty('dueAt');
  });

  it('has the snapshot of the capture that another one is merged into, before that has ended', async () => {
    const { add, ask } = anOperator();
    const snapshot = aSnapshot();
    await add(
      aCapture({ id: idOf(1), state: 'created', snapshot, alert: anAlert({ alertId: '7' }) }),
      aCapture({ id: idOf(2), state: 'claimed', mergedInto: idOf(1), leaseUntil: NOW + MINUTE }),
    );

    expect((await ask(ADDRESS)).body.items).toMatchObject([{ id: idOf(2), mergedInto: idOf(1), link: A_LINK }]);
  });

  it('is 404 if nothing is captured of the alert', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ aid: '74411' }));

    expect(await ask('GET /alerts/203114456')).toMatchObject({ status: 404, body: { title: 'Not Found' } });
    expect(await ask(ADDRESS, { query: { aid: '9' } })).toMatchObject({ status: 404 });
  });

  it.each([
    ['GET /alerts/%20', {}, 'alertId: must not be empty'],
    [`GET /alerts/${'東'.repeat(700)}`, {}, 'longer'],
    [ADDRESS, { aid: 'x-secret' }, 'aid: must be an id of digits'],
    ['GET /alerts/{{alert.id}}', {}, 'placeholder'],
    ['GET /alerts/%7B%7Balert.id%7D%7D', {}, 'placeholder'],
    [ADDRESS, { aid: '{{alert.rule.account.id}}' }, 'placeholder'],
  ])('is 400 with what is wrong, and repeats nothing: %s %j', async (request, query, said) => {
    const { status, body } = await anOperator().ask(request, { query });

    expect([status, body.detail]).toEqual([400, expect.stringContaining(said)]);
    expect(body.detail).not.toMatch(/x-secret|alert\.id|account\.id/);
  });

  it('takes what was added to it on its way, as mail gateways do', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: idOf(1) }));

    expect(idsIn(await ask(ADDRESS, { query: { utm_source: 'mail' } }))).toEqual([idOf(1)]);
  });

  it('shows an operator who may only view the same', async () => {
    const { add, ask } = anOperator({ recognize: async () => A_VIEWER });
    await add(aCapture({ id: idOf(1) }));

    expect(idsIn(await ask(ADDRESS))).toEqual([idOf(1)]);
  });

  it('answers HEAD as GET, without a body', async () => {
    const { add, ask } = anOperator();
    await add(aCapture());

    expect(await ask(ADDRESS.replace('GET', 'HEAD'))).toMatchObject({ status: 200, body: undefined });
    expect(await ask('HEAD /alerts/7')).toMatchObject({ status: 404 });
    expect(await ask('HEAD /nothing')).toMatchObject({ status: 404 });
  });

  it('gives nobody else anything: whether there is something is not to be seen', async () => {
    const { add, ask, world } = anOperator({ recognize: async () => undefined });
    await add(aCapture());

    const answers = [await ask(ADDRESS), await ask('GET /alerts/7'), await ask('GET /alerts/{{alert.id}}')];
    const heads = [await ask(ADDRESS.replace('GET', 'HEAD')), await ask('HEAD /alerts/7')];

    expect(answers[0]).toMatchObject({ status: 401, body: { detail: expect.stringContaining('token') } });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(heads).toEqual([heads[0], heads[0]]);
    expect(world.measured).toHaveLength(5);
  });
});
