import { describe, expect, it } from 'vitest';
import { A_VIEWER } from '../support/board.ts';
import { anOperator, MANUAL_LIMIT } from '../support/operator-harness.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const aBoard = (changes: Parameters<typeof anOperator>[0] = {}) => {
  const api = anOperator(changes);
  const send = (fields: Record<string, string>, headers: Record<string, string> = FORM) =>
    api.ask('POST /captures/form', { body: new URLSearchParams(fields), headers });
  return { ...api, send };
};

describe('capture by hand with a form', () => {
  it('is taken in as by the API, under the operator’s name, and leads back to the board', async () => {
    const { ledger, send, world } = aBoard();

    const { status, headers } = await send({
      testId: '4711',
      aid: '',
      hours: '6',
      endDate: '2026-03-02T08:00',
      displayName: 'Ticket 1',
    });

    expect([status, headers['location']]).toEqual([303, '/']);
    expect(ledger.all()).toMatchObject([
      {
        reason: 'manual',
        testId: '4711',
        startDate: '2026-03-02T02:00:00Z',
        endDate: '2026-03-02T08:00:00Z',
        displayName: 'Ticket 1',
        requestedBy: 'anna',
      },
    ]);
    expect(ledger.all()[0]).not.toHaveProperty('aid');
    expect(world.woken).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['testId: must be', { testId: 'x' }],
    ['hours: must be', { testId: '1', hours: 'many' }],
    ['endDate: must be', { testId: '1', endDate: 'tomorrow' }],
    ['an unknown name', { testId: '1', __proto: '1' }],
  ])('says what is wrong as a page, and takes nothing in: %s', async (said, fields) => {
    const { ledger, send } = aBoard();

    const { status, headers, body } = await send(fields);

    expect([status, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(body).toContain('The capture was not accepted');
    expect(body).toContain(said);
    expect(ledger.all()).toEqual([]);
  });

  it('waits in no line that is too long', async () => {
    const { send } = aBoard();
    for (let index = 0; index < MANUAL_LIMIT; index += 1) await send({ testId: String(index + 1) });

    expect(await send({ testId: '99' })).toMatchObject({ status: 429, body: expect.stringContaining('are waiting') });
  });

  it.each([{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'null', host: 'x' }])(
    'is refused where another site makes the browser send it: %j',
    async (headers) => {
      const { ledger, send } = aBoard();

      expect(await send({ testId: '1' }, { ...FORM, ...headers })).toMatchObject({ status: 403 });
      expect(ledger.all()).toEqual([]);
    },
  );

  it('is refused for who may only view, and asks who is signed out to sign in', async () => {
    expect(await aBoard({ recognize: async () => A_VIEWER }).send({ testId: '1' })).toMatchObject({ status: 403 });
    expect(await aBoard({ recognize: async () => undefined }).send({ testId: '1' })).toMatchObject({
      status: 401,
      body: expect.stringContaining('name="next" value="/"'),
    });
  });

  it('is a form and nothing else', async () => {
    expect(await aBoard().send({ testId: '1' }, {})).toMatchObject({ status: 415 });
  });
});
