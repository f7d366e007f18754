import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../local/stand-in/thousandeyes.ts';
import { describeInBrowser, launchChromium } from '../support/browser.ts';
import { listeningPortsOf } from '../support/listening-ports.ts';
import { npmStart } from '../support/npm-start.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

const TOKEN = 'the-token-of-somebody';
const OWN = { WEBHOOK_TOKEN: 'a-token-of-my-own', OPERATOR_TOKEN: 'another-token-of-my-own' };
const REBOUND = 'rebind.evil.test';
/** The number of servers: gateway, table, queues and topics, secrets. */
const SERVERS = 4;

let standIn: StandIn;
let run: ReturnType<typeof npmStart>;
let ports: readonly number[];
let link = '';
beforeAll(async () => {
  standIn = await startStandIn({ tokens: () => [TOKEN], snapshotLimit: 5, snapshotPeriodMs: 300_000 });
  run = npmStart(['--no-sample'], { THOUSANDEYES_API_URL: standIn.apiUrl, THOUSANDEYES_TOKEN: TOKEN, ...OWN });
  await fetch(`${await run.url()}/webhooks/thousandeyes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OWN.WEBHOOK_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(await aClassicTrigger(8001)),
  });
  await run.lineThat((line) => line.startsWith('notification '));
  link = String(run.notifications()[0]?.['link']);
  ports = await listeningPortsOf(Number(run.child.pid));
});
afterAll(async () => {
  run.child.kill('SIGTERM');
  await run.exitCode();
  await standIn.stop();
});

const ask = (port: number, headers: Record<string, string>, body = '', path = '/') =>
  new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    request.on('error', reject).end(body);
  });

const signedBy = (key: string) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-central-1/any/aws4_request, SignedHeaders=host;x-amz-date, Signature=00`;

/**
 * Calls that only the functions may make, from another user of the machine, with the access key of earlier versions.
 */
const ATTEMPTS = [
  { of: 'the token', target: 'secretsmanager.GetSecretValue', body: { SecretId: 'thousandeyes' } },
  { of: 'the items', target: 'DynamoDB_20120810.Scan', body: { TableName: 'captures' } },
  { of: 'the messages', target: 'AmazonSQS.ReceiveMessage', body: { QueueUrl: '/000000000000/subscriber' } },
  { of: 'the queues', target: 'AmazonSQS.ListQueues', body: {} },
].flatMap((attempt) => [
  { ...attempt, how: 'unsigned', authorization: '' },
  { ...attempt, how: 'signed by "local"', authorization: signedBy('local') },
]);

describe('npm start with the token of an account, on a machine with other users', () => {
  it('listens on the ports of its servers, and has a link to keep', () => {
    expect(ports).toHaveLength(SERVERS);
    expect(link).toMatch(/^http/);
  });

  it.each(ATTEMPTS)('gives another user nothing of $of on any port, $how', async ({ target, body, authorization }) => {
    for (const port of ports) {
      const headers = {
        'x-amz-target': target,
        'x-amz-date': '20260101T000000Z',
        'content-type': target.startsWith('secrets') ? 'application/x-amz-json-1.1' : 'application/x-amz-json-1.0',
        ...(authorization && { authorization }),
      };

      const answer = await ask(port, headers, JSON.stringify(body));

      expect([401, 403, 404]).toContain(answer.status);
      expect(answer.body).not.toMatch(new RegExp(`${TOKEN}|${link}|captureId|QueueUrls`));
    }
  });

  it.each(['worker', 'schedule', 'captures'])('lets another user not invoke %s', async (name) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer local-operator-token' };

    const answer = await ask(Number(new URL(await run.url()).port), headers, '{}', `/_local/invoke/${name}`);

    expect(answer.status).toBe(401);
  });

  it('refuses a rebound host name on every port, even with the tokens', async () => {
    for (const port of ports) {
      const headers = { host: `${REBOUND}:${port}`, authorization: `Bearer ${OWN.OPERATOR_TOKEN}` };

      expect(await ask(port, headers)).toMatchObject({ status: 403 });
    }
  });

  it('answers its owner under the names of the machine, whatever port was forwarded', async () => {
    const port = Number(new URL(await run.url()).port);
    for (const host of ['localhost:18080', '127.0.0.1:3000', '[::1]:3000', 'localhost']) {
      const headers = { host, authorization: `Bearer ${OWN.OPERATOR_TOKEN}`, 'content-type': 'application/json' };

      expect(await ask(port, headers, '{"testId":"8002"}', '/captures')).toMatchObject({ status: 202 });
    }
  });
});

describeInBrowser('a page in the browser of the owner, whose name was rebound to this machine', () => {
  it('gets nothing from any port', async () => {
    const browser = await launchChromium([
      `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
      // Disables the browser's own protection, because not every browser has one.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
    ]);
    const page = await (await browser.newContext()).newPage();
    const answers: unknown[] = [];
    for (const port of ports) {
      const origin = `http://${REBOUND}:${port}`;
      await page.route(`${origin}/evil`, (route) => route.fulfill({ contentType: 'text/html', body: 'before' }));
      await page.goto(`${origin}/evil`);
      answers.push(
        await page.evaluate(`(async () => {
          const statusOf = async (path, init) => (await fetch(path, init)).status;
          const json = { 'content-type': 'application/json' };
          return [
            await statusOf('/captures?limit=1', { headers: { authorization: 'Bearer ${OWN.OPERATOR_TOKEN}' } }),
            await statusOf('/captures', { method: 'POST', headers: { ...json, authorization: 'Bearer ${OWN.OPERATOR_TOKEN}' }, body: '{"testId":"4243"}' }),
            await statusOf('/webhooks/thousandeyes', { method: 'POST', headers: { ...json, authorization: 'Bearer ${OWN.WEBHOOK_TOKEN}' }, body: '{}' }),
            await statusOf('/', { method: 'POST', headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body: '{"SecretId":"thousandeyes"}' }),
            await statusOf('/_local/invoke/worker', { method: 'POST', headers: json, body: '{"source":"watchdog"}' }),
          ];
        })()`),
      );
    }
    await browser.close();

    expect(answers).toEqual(ports.map(() => [403, 403, 403, 403, 403]));
  });
});
