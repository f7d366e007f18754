import { afterEach, describe, expect, it } from 'vitest';
import { createThousandEyesApi } from '../../setup/connect/thousandeyes-api.ts';
import { probeAttachment } from '../../setup/doctor/checks/attachment.ts';
import { aRule, NAME, startConnect, THOUSANDEYES_TOKEN, URL_OF_WEBHOOK } from '../support/connect-harness.ts';

type Connect = Awaited<ReturnType<typeof startConnect>>;
let connect: Connect;

afterEach(() => connect.end());

const probe = (url = URL_OF_WEBHOOK) =>
  probeAttachment(
    createThousandEyesApi(
      { apiUrl: connect.apiUrl, aid: undefined },
      { thousandEyes: THOUSANDEYES_TOKEN, webhook: undefined },
      { now: Date.now, sleep: async () => undefined, isInterrupted: () => false, err: () => undefined },
      { tries: 1, timeoutMs: 5000 },
    ),
    url,
  );

/** A ThousandEyes in which the webhook is attached to rules 1 and 2. */
const startAttached = async (options?: Parameters<typeof startConnect>[0]) => {
  connect = await startConnect(options);
  await connect.attach();
  const { connectors, operations } = connect.integrations;
  const change = (items: Map<string, object>, changes: object) => {
    for (const [id, item] of items) items.set(id, { ...item, ...changes });
  };
  return {
    ...connect,
    changeConnector: (changes: object) => change(connectors, changes),
    changeOperation: (changes: object) => change(operations, changes),
  };
};

describe('doctor: the webhook in ThousandEyes', () => {
  it('is there and on rules', async () => {
    await startAttached();

    expect(await probe()).toEqual({
      'webhook-attached': {
        outcome: 'ok',
        message: expect.stringContaining(`The webhook ${NAME} of ThousandEyes sends`),
      },
      'alert-rules': { outcome: 'ok', message: 'Of 3 alert rules, 2 notify it.' },
    });
  });

  it('may be made by hand, with a path of its own and another name', async () => {
    const { changeConnector, changeOperation } = await startAttached();
    const { origin, pathname } = new URL(URL_OF_WEBHOOK);
    changeConnector({ target: `${origin}/` });
    changeOperation({ name: 'By hand', path: pathname });

    expect((await probe())['webhook-attached']).toMatchObject({
      outcome: 'ok',
      message: expect.stringContaining('By hand'),
    });
  });

  it.each([
    [
      'it is disabled',
      (at: Awaited<ReturnType<typeof startAttached>>) => at.changeOperation({ enabled: false }),
      /is disabled/,
    ],
    [
      'it sends elsewhere',
      (at: Awaited<ReturnType<typeof startAttached>>) =>
        at.changeConnector({ target: 'https://old.example/webhooks/thousandeyes' }),
      /No webhook of ThousandEyes sends to this address/,
    ],
    [
      'it has no connector',
      (at: Awaited<ReturnType<typeof startAttached>>) => at.integrations.assignments.clear(),
      /No webhook of ThousandEyes sends to this address/,
    ],
    [
      'it is for recommendations',
      (at: Awaited<ReturnType<typeof startAttached>>) => at.changeOperation({ category: 'recommendations' }),
      /No webhook of ThousandEyes sends to this address/,
    ],
  ])('fails, and no rule is counted, if %s', async (_, change, says) => {
    change(await startAttached());

    const findings = await probe();

    expect(findings['webhook-attached']).toMatchObject({ outcome: 'fail', message: expect.stringMatching(says) });
    expect(findings['alert-rules']).toMatchObject({ outcome: 'skipped' });
  });

  it('fails if no rule carries it', async () => {
    const { rules } = await startAttached();
    for (const id of [1, 2]) rules.set(String(id), aRule(id));

    const { 'webhook-attached': attached, 'alert-rules': alertRules } = await probe();

    expect(attached).toMatchObject({ outcome: 'ok' });
    expect(alertRules).toMatchObject({
      outcome: 'fail',
      message: 'Of 3 alert rules, none notifies it, so no alert comes.',
      fix: expect.stringContaining('npm run connect'),
    });
  });

  it('reads a hundred rules at most, and does not fail for those that it has not read', async () => {
    const { rules } = await startAttached();
    for (const id of [1, 2]) rules.set(String(id), aRule(id));
    for (let id = 4; id <= 130; id += 1) rules.set(String(id), aRule(id));
    const before = connect.calls.length;

    const { 'alert-rules': alertRules } = await probe();

    expect(alertRules).toMatchObject({ outcome: 'warn', message: expect.stringContaining('Of the first 100 of 130') });
    expect(connect.calls.length - before).toBeLessThan(110);
  });

  it.each([
    { scopes: [], skipped: ['webhook-attached', 'alert-rules'], scope: 'integrations:manage' },
    { scopes: ['integrations:manage'], skipped: ['alert-rules'], scope: 'alerts:manage' },
  ])('is not judged without the scope: has $scopes', async ({ scopes, skipped, scope }) => {
    let now = ['alerts:manage', 'integrations:manage'];
    await startAttached({ scopesOf: () => now });
    now = scopes;

    const findings = await probe();

    const notJudged = Object.entries(findings).filter(([, { outcome }]) => outcome === 'skipped');
    expect(notJudged.map(([check]) => check)).toEqual(skipped);
    for (const [, { message }] of notJudged)
      expect(message).toContain(`user lacks the permission, or its OAuth client the scope ${scope}`);
  });

  it.each([
    [{ status: 429, body: { status: 429 } }, 'answers 429'],
    [{ status: 503, body: { status: 503 } }, 'answers 503'],
    [{ status: 200, body: '<html>' }, 'no readable answer'],
    ['reset' as const, 'no readable answer'],
  ])('is not judged, nor asked for twice, if ThousandEyes answers %j', async (answer, says) => {
    let isBroken = false;
    await startAttached({ interfere: () => (isBroken ? answer : undefined) });
    const before = connect.calls.length;
    isBroken = true;

    const findings = await probe();

    expect(findings['webhook-attached']).toMatchObject({ outcome: 'skipped', message: expect.stringContaining(says) });
    expect(connect.calls.length - before).toBeLessThanOrEqual(1);
  });
});
