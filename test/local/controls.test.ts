import { describe, expect, it } from 'vitest';
import { AN_OPERATOR } from '../support/board.ts';
import { createControls } from '../../local/controls.ts';
import { createFaults } from '../../local/stand-in/faults.ts';

const HOST = '127.0.0.1:3000';
const SIGNED_IN = { host: HOST, authorization: 'Bearer operator', 'content-type': 'application/json' };

const aLocalSystem = () => {
  const sent: number[] = [];
  let opened = 0;
  const faults = createFaults();
  const controls = createControls({
    recognize: async ({ headers, cookies = [] }) =>
      headers['authorization'] === 'Bearer operator' || cookies.includes('session=right')
        ? AN_OPERATOR
        : headers['authorization'] === 'Bearer viewer'
          ? { name: 'vic', role: 'view' }
          : undefined,
    faults,
    sendAlerts: async (count) => void sent.push(count),
    openGate: async () => void (opened += 1),
  });
  const ask = async (
    method: string,
    name: string,
    body: object | string = '',
    headers: Record<string, string> = SIGNED_IN,
  ) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { statusCode, body: answer = '' } = await controls.answer({ method, headers }, name, text);
    return { status: statusCode, body: answer };
  };
  return { controls, faults, sent, ask, timesOpened: () => opened };
};

describe('local controls: an operator on the board', () => {
  it('sends sample alerts', async () => {
    const { ask, sent } = aLocalSystem();

    expect((await ask('POST', 'alerts', { count: 50 })).status).toBe(200);
    expect(sent).toEqual([50]);
  });

  it('switches a fault on until it is switched back', async () => {
    const { ask, faults } = aLocalSystem();

    await ask('POST', 'fault', { fault: '502' });
    const answers = [faults.take('POST', '1')?.status, faults.take('POST', '2')?.status, faults.take('GET', '1')];
    const told = (await ask('GET', 'fault')).body;
    await ask('POST', 'fault', { fault: 'none' });

    expect(answers).toEqual([502, 502, undefined]);
    expect(told).toBe('{"fault":"502"}');
    expect(faults.take('POST', '1')).toBeUndefined();
  });

  it.each([
    ['403', 403],
    ['404', 404],
    ['429', 429],
  ])('has the fault %s', async (fault, status) => {
    const { ask, faults } = aLocalSystem();

    expect((await ask('POST', 'fault', { fault })).status).toBe(200);
    expect(faults.take('POST', '1')).toMatchObject({ kind: 'answer', status });
  });

  it('opens the gate with the end of a fault, and with no fault', async () => {
    const { ask, timesOpened } = aLocalSystem();

    await ask('POST', 'fault', { fault: '401' });
    const during = timesOpened();
    await ask('POST', 'fault', { fault: 'none' });

    expect([during, timesOpened()]).toEqual([0, 1]);
  });

  it('changes nothing if the role is view, and sees what is switched on', async () => {
    const { ask, sent, faults } = aLocalSystem();
    const viewer = { ...SIGNED_IN, authorization: 'Bearer viewer' };

    const alerts = await ask('POST', 'alerts', { count: 1 }, viewer);
    const fault = await ask('POST', 'fault', { fault: '401' }, viewer);

    expect([alerts.status, fault.status]).toEqual([403, 403]);
    expect([sent, faults.take('POST', '1')]).toEqual([[], undefined]);
    expect((await ask('GET', 'fault', '', viewer)).status).toBe(200);
  });

  it('loads them with the board, and with no other answer', () => {
    const { controls } = aLocalSystem();
    const board = { statusCode: 200, body: '<head></head>' };

    expect(controls.addTo('/', board).body).toContain('/local/controls.js');
    expect(controls.addTo('/captures', board)).toBe(board);
    expect(controls.addTo('/', { ...board, statusCode: 401 }).body).toBe(board.body);
  });
});

describe('local controls: a request that is not to be served', () => {
  it.each([
    { name: 'of nobody', method: 'POST', path: 'alerts', body: { count: 1 }, headers: { host: HOST }, status: 401 },
    {
      name: 'for the script, of nobody',
      method: 'GET',
      path: 'controls.js',
      body: '',
      headers: { host: HOST },
      status: 401,
    },
    {
      name: 'of another site',
      method: 'POST',
      path: 'fault',
      body: { fault: '401' },
      headers: { ...SIGNED_IN, 'sec-fetch-site': 'cross-site' },
      status: 403,
    },
    {
      name: 'of a form',
      method: 'POST',
      path: 'fault',
      body: 'fault=401',
      headers: { ...SIGNED_IN, 'content-type': 'text/plain' },
      status: 415,
    },
    {
      name: 'for too many alerts',
      method: 'POST',
      path: 'alerts',
      body: { count: 201 },
      headers: SIGNED_IN,
      status: 400,
    },
    {
      name: 'for an unknown fault',
      method: 'POST',
      path: 'fault',
      body: { fault: 'flood' },
      headers: SIGNED_IN,
      status: 400,
    },
    { name: 'for another file', method: 'GET', path: '../settings.ts', body: '', headers: SIGNED_IN, status: 404 },
  ])('$name is answered $status', async ({ method, path, body, headers, status }) => {
    const { ask, sent, faults } = aLocalSystem();

    const answer = await ask(method, path, body, headers);

    expect(answer.status).toBe(status);
    expect(sent).toEqual([]);
    expect(faults.take('POST', '1')).toBeUndefined();
  });
});
