import { afterEach, describe, expect, it } from 'vitest';
import { MASK } from '../../local/stand-in/integrations.ts';
import { NAME, startConnect, THOUSANDEYES_TOKEN, URL_OF_WEBHOOK, WEBHOOK_TOKEN } from '../support/connect-harness.ts';

type Connect = Awaited<ReturnType<typeof startConnect>>;
let connect: Connect;

/** A ThousandEyes in which the webhook is attached to rules 1 and 2. */
const startAttached = async () => {
  connect = await startConnect();
  await connect.attach();
  const { connectors, operations, assignments } = connect.integrations;
  const [connectorId = '', connector = {}] = [...connectors][0] ?? [];
  const [operationId = '', operation = {}] = [...operations][0] ?? [];
  return {
    ...connect,
    connectorId,
    operationId,
    changeConnector: (changes: object) => connectors.set(connectorId, { ...connector, ...changes }),
    changeOperation: (changes: object) => operations.set(operationId, { ...operation, ...changes }),
    connector: () => connectors.get(connectorId) as any,
    operation: () => operations.get(operationId) as any,
    assigned: () => assignments.get(operationId),
    assign: (ids: string[]) => assignments.set(operationId, ids),
  };
};

afterEach(() => connect.end());

describe('connect: all is there already', () => {
  it('changes nothing and asks nothing', async () => {
    const { run, rules } = await startAttached();
    const before = [...rules];

    const { code, out, writes, questions } = await run([URL_OF_WEBHOOK, '--rule', '1', '--rule', '2']);

    expect(code).toBe(0);
    expect([writes, questions]).toEqual([[], []]);
    expect([...rules]).toEqual(before);
    expect(out).toContain('Nothing to do.');
    expect(out).toContain('--rotate writes it again');
  });

  it('adds what is missing only', async () => {
    const { run } = await startAttached();

    const { writes, out } = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect(writes).toEqual(['PUT /alerts/rules/3']);
    expect(out).toContain('keep      2 alert rules that have it already');
  });

  it('lists every rule in a dry run', async () => {
    const { run } = await startAttached();

    const { out } = await run([URL_OF_WEBHOOK, '--all', '--dry-run']);

    expect(out).toMatch(/keep +alert rule +1 +Rule 1\n +keep +alert rule +2 +Rule 2\n +add to +alert rule +3/);
  });

  it('leaves a template alone that differs in line ends only', async () => {
    const { attach, changeOperation, operation } = await startAttached();
    changeOperation({ payload: operation().payload.trim().replaceAll('\n', '\r\n') });

    expect((await attach()).writes).toEqual([]);
  });
});

describe('connect: something is not as it should be', () => {
  it.each([
    { name: 'another template', changes: { payload: '{}' }, why: 'its template differs' },
    { name: 'disabled', changes: { enabled: false }, why: 'it is disabled' },
    { name: 'another category', changes: { category: 'recommendations' }, why: 'its category is recommendations' },
    { name: 'a path', changes: { path: '/other' }, why: 'it has a path' },
    { name: 'query parameters', changes: { queryParams: '{"a":"b"}' }, why: 'it has query parameters' },
    { name: 'no content type', changes: { headers: [] }, why: 'it sends no Content-Type' },
  ])('updates the operation: $name', async ({ changes, why }) => {
    const { attach, changeOperation, operation } = await startAttached();
    const before = operation();
    changeOperation(changes);

    const { writes, out } = await attach();

    expect(writes).toEqual([`PUT /operations/webhooks/${before.id}`]);
    expect(out).toContain(`(${why})`);
    expect(operation()).toEqual(before);
  });

  it.each([
    { name: 'no credentials', changes: { authentication: undefined }, why: 'it sends no bearer token' },
    {
      name: 'other credentials',
      changes: { authentication: { type: 'basic', username: 'a', password: 'b' } },
      why: 'it sends no bearer token',
    },
  ])('updates the connector, its token too: $name', async ({ changes, why }) => {
    const { attach, changeConnector, connector } = await startAttached();
    const before = connector();
    changeConnector(changes);

    const { writes, out } = await attach();

    expect(writes).toEqual([`PUT /connectors/generic/${before.id}`]);
    expect(out).toContain(why);
    expect(connector()).toEqual(before);
  });

  it('leaves a webhook of another address, perhaps of another stage, as it is', async () => {
    const { run, changeConnector, connector, rules } = await startAttached();
    changeConnector({ target: 'https://user:S3CRET@old.example.com/hook?token=S3CRET' });
    const before = [connector(), ...rules];

    const { code, err, writes } = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect(code).toBe(1);
    expect(writes).toEqual([]);
    expect([connector(), ...rules]).toEqual(before);
    expect(err).toContain(
      `The webhook ${NAME} sends to another address (https://old.example.com/hook (the rest is hidden))`,
    );
    expect(err).toContain('add --move. For a second webhook, give another --name.');
    expect(err).not.toContain('S3CRET');
  });

  it('moves a webhook of another address with --move, its token too', async () => {
    const { attach, changeConnector, connector } = await startAttached();
    const before = connector();
    const authentication = { type: 'bearer-token', token: 'of-the-old-stack' };
    changeConnector({ target: 'https://old.example.com/', authentication });

    const { writes, out } = await attach('--move');

    expect(writes).toEqual([`PUT /connectors/generic/${before.id}`]);
    expect(out).toContain('its target is https://old.example.com/');
    expect(connector()).toEqual(before);
  });

  it.each([
    ['https://old.example/hook?token=S3CRET', 'its target is https://old.example/hook (the rest is hidden)'],
    ['https://user:S3CRET@old.example/hook', 'its target is https://old.example/hook (the rest is hidden)'],
    ['old S3CRET', 'its target is not a URL'],
  ])('shows of the old target no more than its origin and path: %s', async (target, why) => {
    const { run, changeConnector } = await startAttached();
    changeConnector({ target });

    const text = await run([URL_OF_WEBHOOK, '--all', '--move', '--dry-run']);
    const json = await run([URL_OF_WEBHOOK, '--all', '--move', '--dry-run', '--json']);

    expect(text.out).toContain(`(${why})`);
    expect(json.json().steps[0].why).toBe(why);
    expect(text.out + json.out).not.toContain('S3CRET');
  });

  it('keeps what else somebody set, and the status', async () => {
    const { attach, changeOperation, changeConnector, operation, connector } = await startAttached();
    const team = { name: 'X-Team', value: 'shop' };
    changeOperation({ payload: '{}', status: 'connected', headers: [team], future: 1 });
    changeConnector({ target: 'https://old.example.com/', headers: [team] });

    await attach('--move');

    expect(operation()).toMatchObject({
      status: 'connected',
      future: 1,
      headers: [team, { name: 'Content-Type', value: 'application/json' }],
    });
    expect(connector()).toMatchObject({ headers: [team], target: URL_OF_WEBHOOK });
  });

  it('gives the operation its connector back', async () => {
    const { attach, assign, assigned, connectorId, operationId } = await startAttached();
    assign([]);

    const { writes } = await attach();

    expect(writes).toEqual([`PUT /operations/webhooks/${operationId}/connectors`]);
    expect(assigned()).toEqual([connectorId]);
  });

  it('creates an operation anew that somebody deleted', async () => {
    const { attach, integrations, operationId, rules } = await startAttached();
    integrations.operations.delete(operationId);

    const { code, writes } = await attach();

    expect(code).toBe(0);
    expect(writes.filter((write) => write.startsWith('POST'))).toEqual(['POST /operations/webhooks']);
    expect(rules.get('1')).toContain([...integrations.operations.keys()][0]);
  });
});

describe('connect: secrets that ThousandEyes shows masked', () => {
  it('are not compared: a changed token is written by --rotate alone', async () => {
    const { attach, run, connector, apiUrl } = await startAttached();
    const env = { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: `${WEBHOOK_TOKEN}-2`, THOUSANDEYES_API_URL: apiUrl };
    const args = [URL_OF_WEBHOOK, '--rule', '1', '--yes'];

    const without = await run(args, { env });
    const tokenBefore = connector().authentication.token;
    const rotated = await run([...args, '--rotate'], { env });

    expect(without.writes).toEqual([]);
    expect(tokenBefore).toBe(WEBHOOK_TOKEN);
    expect(rotated.writes).toEqual([`PUT /connectors/generic/${connector().id}`]);
    expect(connector().authentication.token).toBe(`${WEBHOOK_TOKEN}-2`);
    expect((await attach()).writes).toEqual([]);
  });

  it.each([
    { how: '--rotate', address: URL_OF_WEBHOOK },
    { how: '--move', address: 'https://moved.example.com/webhooks/thousandeyes' },
  ])('need no choice of rules for $how, which then reads and writes no rule', async ({ how, address }) => {
    const { run, rules, connector, apiUrl } = await startAttached();
    const env = { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: `${WEBHOOK_TOKEN}-2`, THOUSANDEYES_API_URL: apiUrl };
    const before = [...rules];

    const { code, writes, calls } = await run([address, how, '--yes'], { env });

    expect(code).toBe(0);
    expect(writes).toEqual([`PUT /connectors/generic/${connector().id}`]);
    expect(calls.filter(({ path }) => path.startsWith('/alerts'))).toEqual([]);
    expect([...rules]).toEqual(before);
    expect(connector()).toMatchObject({ target: address, authentication: { token: `${WEBHOOK_TOKEN}-2` } });
  });

  it('are not written by --rotate to a webhook of another address', async () => {
    const { run, changeConnector, connector } = await startAttached();
    changeConnector({ target: 'https://old.example.com/' });
    const before = connector();

    const { code, err, writes } = await run([URL_OF_WEBHOOK, '--rotate', '--yes']);

    expect([code, writes]).toEqual([1, []]);
    expect(err).toContain('sends to another address (https://old.example.com/)');
    expect(connector()).toEqual(before);
  });

  it('are not written by --rotate if the account group has no webhook of the name', async () => {
    connect = await startConnect();

    const { code, err, writes } = await connect.run([URL_OF_WEBHOOK, '--rotate', '--yes']);

    expect(code).toBe(1);
    expect(writes).toEqual([]);
    expect(err).toContain(`This account group (--aid) has no webhook ${NAME} (--name)`);
    expect(err).toContain('To make the webhook, choose alert rules');
  });

  it('are written by --rotate to a webhook that lost its connector, which it gets back', async () => {
    const { run, integrations, connectorId, operationId, assigned } = await startAttached();
    integrations.connectors.delete(connectorId);

    const { code, writes } = await run([URL_OF_WEBHOOK, '--rotate', '--yes']);

    expect(code).toBe(0);
    expect(writes).toEqual(['POST /connectors/generic', `PUT /operations/webhooks/${operationId}/connectors`]);
    expect(assigned()).toEqual([...integrations.connectors.keys()]);
  });

  it('are compared if they are shown', async () => {
    connect = await startConnect({
      interfere: (method, path) =>
        method === 'GET' && path === '/connectors/generic' && connect.integrations.connectors.size > 0
          ? { status: 200, body: { items: [...connect.integrations.connectors.values()] } }
          : undefined,
    });
    await connect.attach();
    const env = { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: 'another', THOUSANDEYES_API_URL: connect.apiUrl };

    const same = await connect.attach();
    const changed = await connect.run([URL_OF_WEBHOOK, '--rule', '1', '--yes'], { env });

    expect(same.writes).toEqual([]);
    expect(changed.out).toContain('its token differs');
  });

  it.each([
    {
      name: 'connector',
      change: (attached: Awaited<ReturnType<typeof startAttached>>, headers: object[]) =>
        attached.changeConnector({ headers, target: 'https://old.example.com/' }),
    },
    {
      name: 'operation',
      change: (attached: Awaited<ReturnType<typeof startAttached>>, headers: object[]) =>
        attached.changeOperation({ headers, payload: '{}' }),
    },
  ])('are never written back: a header of the $name stops the update', async ({ name, change }) => {
    const attached = await startAttached();
    change(attached, [{ name: 'X-Api-Key', value: 'theirs' }]);

    const { code, err, writes } = await attached.attach('--move');

    expect(code).toBe(1);
    expect(writes).toEqual([]);
    expect(err).toContain(`${name} ${NAME} has a header X-Api-Key whose value ThousandEyes does not show`);
  });

  it('are never the token that is written', async () => {
    const { run, apiUrl, connector } = await startAttached();
    const env = { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: MASK, THOUSANDEYES_API_URL: apiUrl };

    const { code, err } = await run([URL_OF_WEBHOOK, '--all', '--rotate', '--yes'], { env });

    expect(code).toBe(2);
    expect(err).toContain('WEBHOOK_TOKEN has asterisks');
    expect(connector().authentication.token).toBe(WEBHOOK_TOKEN);
  });
});

describe('connect: two of one name', () => {
  it('changes nothing, because either may be connect’s', async () => {
    const { attach, integrations, connector } = await startAttached();
    integrations.connectors.set('x', { ...connector(), id: 'x' });

    const { code, err, writes } = await attach('--rotate');

    expect(code).toBe(1);
    expect(writes).toEqual([]);
    expect(err).toContain(`More than one connector is called ${NAME}.`);
  });

  it('are two webhooks with --name', async () => {
    const { attach, run, integrations } = await startAttached();

    await attach('--name', 'staging');
    await run(['--remove', '--name', 'staging', '--yes']);

    expect([...integrations.operations.values()].map((operation) => operation['name'])).toEqual([NAME]);
  });
});
