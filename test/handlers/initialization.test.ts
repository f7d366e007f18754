import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/runtime/function-names.ts';
import { awsEnvironment } from '../../local/aws-environment.ts';
import { eventFor } from '../../local/invoke-event.ts';
import { type LambdaFunction, startFunction } from '../../local/lambda.ts';
import { startAwsRecorder } from '../support/aws-recorder.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

const TABLE = 'captures';
/** What each asks before its first event: an item that is not there, its secret, and for a connection to the queue. */
const ASKED: Readonly<Record<FunctionName, readonly string[]>> = {
  webhook: ['GET /ping', 'GetItem none', 'GetSecretValue webhook'],
  captures: ['GET /ping', 'GetItem none', 'GetSecretValue operator'],
  schedule: ['GET /ping', 'GetItem none'],
  worker: ['GetItem none', 'GetSecretValue thousandeyes'],
};

/** The bundles as Lambda has them, each in a thread of its own, with a recorder in the place of AWS and of ThousandEyes. */
describe('initialization', () => {
  let aws: Awaited<ReturnType<typeof startAwsRecorder>>;
  let started: LambdaFunction[];
  /** What the functions write to their logs. */
  let written: string[];
  beforeEach(async () => {
    aws = await startAwsRecorder();
    started = [];
    written = [];
  });
  afterEach(async () => {
    for (const one of started) await one.stop();
    await aws.stop();
  });

  /** Loads a function's bundle; its sandbox waits for an event then. */
  const initialize = async (name: FunctionName): Promise<LambdaFunction> => {
    const dist = new URL('../../dist/', import.meta.url);
    const environment = {
      ...awsEnvironment({ dynamo: aws.url, messaging: aws.url, secrets: aws.url }),
      POWERTOOLS_METRICS_DISABLED: 'true',
      TABLE_NAME: TABLE,
      QUEUE_URL: `${aws.url}/0/wakes`,
      TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:links',
      WEBHOOK_SECRET_ID: 'webhook',
      OPERATOR_SECRET_ID: 'operator',
      THOUSANDEYES_SECRET_ID: 'thousandeyes',
      THOUSANDEYES_API_URL: `${aws.url}/v7`,
    };
    const one = startFunction(
      {
        name,
        environment,
        bundle: new URL(`${name}/index.mjs`, dist),
        sandbox: new URL('local/sandbox.mjs', dist),
        timeoutMs: 60_000,
        concurrency: 1,
      },
      (chunk) => written.push(chunk),
    );
    started.push(one);
    await one.warm(1);
    return one;
  };
  /** What was asked for, as `GetSecretValue webhook` or `GET /ping`. */
  const asked = () =>
    aws.calls.map(({ name, input }) => {
      const about = input.SecretId ?? input.Key?.id.S;
      return about === undefined ? name : `${name.split('.')[1]} ${about}`;
    });
  /** On a busy machine what is asked may arrive after the longest wait for it is over. */
  const allAskedOf = (name: FunctionName) => vi.waitUntil(() => asked().length >= ASKED[name].length, 20_000);
  const alertTo = async (webhook: LambdaFunction) => {
    const event = eventFor('webhook', await aClassicTrigger(7001), { webhook: 'AWSCURRENT', captures: '' });
    const { statusCode } = (await webhook.invoke(event)) as { readonly statusCode: number };
    return statusCode;
  };

  it.each(FUNCTION_NAMES)('of %s asks AWS for what its first event will need, and nobody else', async (name) => {
    await initialize(name);
    await allAskedOf(name);

    expect([...new Set(asked())].toSorted()).toEqual(ASKED[name]);
    for (const { TableName } of aws.inputsOf('DynamoDB.GetItem')) expect(TableName).toBe(TABLE);
    for (const { VersionStage } of aws.inputsOf('SecretsManager.GetSecretValue'))
      expect(VersionStage).toBe('AWSCURRENT');
  });

  it.each(FUNCTION_NAMES)('of %s writes no line to the log', async (name) => {
    const secret = { status: 200, body: { SecretString: 'a-token-of-more-than-20-characters' } };
    aws.world.answer = (call) => (call.name.endsWith('GetSecretValue') ? secret : undefined);

    await initialize(name);
    await allAskedOf(name);

    expect(written).toEqual([]);
  });

  it('spares the first alert the secret and every connection', async () => {
    const webhook = await initialize('webhook');
    await allAskedOf('webhook');
    const connections = aws.connections();
    aws.calls.length = 0;

    expect(await alertTo(webhook)).toBe(200);
    expect(aws.calls.map(({ name }) => name)).toEqual(['DynamoDB.PutItem', 'SQS.SendMessage']);
    expect(aws.connections()).toBe(connections);
  });

  // Each client gives an answer three seconds and asks again: more asks would show that nothing else has ended the wait.
  it.each(FUNCTION_NAMES)('of %s ends while AWS has not answered once', async (name) => {
    aws.world.answer = () => 'silence';

    await initialize(name);

    expect(asked().length).toBeLessThanOrEqual(ASKED[name].length);
  });

  it.each(FUNCTION_NAMES)('of %s does not fail where AWS refuses', async (name) => {
    aws.world.answer = () => ({ status: 400, body: { __type: 'AccessDeniedException' } });

    await expect(initialize(name)).resolves.toBeDefined();
  });

  it('that was refused leaves the secret to the first event, which asks again and is answered 503 if that is refused', async () => {
    aws.world.answer = () => ({ status: 400, body: { __type: 'AccessDeniedException' } });
    const webhook = await initialize('webhook');
    aws.calls.length = 0;

    const refused = await alertTo(webhook);
    aws.world.answer = () => undefined;

    expect([refused, await alertTo(webhook)]).toEqual([503, 200]);
    expect(asked().filter((call) => call === 'GetSecretValue webhook')).toHaveLength(2);
  });

  it('may be long ago: a connection that was ended meanwhile is opened again', async () => {
    const webhook = await initialize('webhook');
    let isFirst = true;
    aws.world.answer = ({ name }) => {
      if (name !== 'DynamoDB.PutItem' || !isFirst) return undefined;
      isFirst = false;
      return 'hang_up';
    };

    expect(await alertTo(webhook)).toBe(200);
    expect(aws.inputsOf('DynamoDB.PutItem')).toHaveLength(2);
  });
});
