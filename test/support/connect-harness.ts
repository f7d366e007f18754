import { createServer } from 'node:http';
import { listen } from '../../local/listen.ts';
import { createCall } from '../../setup/http-call.ts';
import { type AdministrationOptions, startAdministration } from './administration-server.ts';
import { runConnect } from '../../setup/connect/command.ts';
import type { ConnectDeps } from '../../setup/connect/dependencies.ts';
import { contractFaultsOf } from './vendor-contract.ts';

export const THOUSANDEYES_TOKEN = 'te-0f6c2a9b7d514e';
export const WEBHOOK_TOKEN = 'hook-51d7be0c93fa48';
export const URL_OF_WEBHOOK = 'https://abc123.execute-api.eu-central-1.amazonaws.com/webhooks/thousandeyes';
export const NAME = 'thousandeyes-snapshot-webhook';

const SCOPES = ['alerts:manage', 'integrations:manage'];

/** A rule as ThousandEyes stores it, as JSON text: with every kind of notification, and with undocumented fields. */
export const aRule = (ruleId: number, changes: object = {}): string =>
  JSON.stringify({
    ruleId: String(ruleId),
    ruleName: `Rule ${ruleId}`,
    expression: '((hops((hopDelay >= 100 ms))))',
    alertType: 'http-server',
    roundsViolatingOutOf: 5,
    roundsViolatingMode: 'exact',
    minimumSourcesPct: 99,
    futureField: { kept: [null, true, 'ü "quoted"'] },
    testIds: ['281474976710706', '271659'],
    notifications: {
      thirdParty: [{ integrationId: 'sl-101', integrationType: 'slack' }],
      webhook: [{ integrationId: 'wb-201', integrationType: 'webhook', integrationName: 'My webhook' }],
      email: { recipients: ['noc@example.com'], message: 'Look: <now> & "here"' },
      customWebhook: [
        {
          integrationId: '6e069ae9-8537-4120-b988-61bf8e0d8b87',
          integrationType: 'custom-webhook',
          integrationName: 'Theirs',
          target: 'https://example.com/theirs',
          future: 1,
        },
      ],
    },
    ...changes,
  });

/** The server at URL_OF_WEBHOOK. It answers every request with its `status` and keeps the credentials of each. */
const startWebhook = async () => {
  const webhook = { status: 401, seen: [] as (string | undefined)[] };
  const server = createServer((request, response) => {
    webhook.seen.push(request.headers.authorization);
    response.writeHead(webhook.status).end();
  });
  const { url, stop } = await listen(server);
  return { webhook, url, stop };
};

/** A ThousandEyes with rules 1, 2 and 3, and the command to run against it. Time passes only during waits. */
export const startConnect = async (options: Partial<AdministrationOptions> = {}) => {
  let clock = Date.UTC(2026, 2, 2, 10);
  const administration = await startAdministration({
    scopesOf: (token) => (token === THOUSANDEYES_TOKEN ? SCOPES : undefined),
    now: () => clock,
    ...options,
  });
  const { alertRules, calls } = administration;
  for (const id of [1, 2, 3]) alertRules.rules.set(String(id), aRule(id));
  let everything = '';
  const { webhook, ...webhookServer } = await startWebhook();
  const call = createCall({ timeoutMs: 5000, now: Date.now });

  const run = async (args: readonly string[], changes: Partial<ConnectDeps> = {}) => {
    let out = '';
    let err = '';
    const from = calls.length;
    const startedAt = clock;
    const questions: string[] = [];
    const code = await runConnect(args, {
      env: { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN, THOUSANDEYES_API_URL: administration.apiUrl },
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      isTerminal: true,
      confirm: async (question) => {
        questions.push(question);
        return true;
      },
      readSecret: async () => undefined,
      callWebhook: (url, request) => call(url.replace(/^https:\/\/[^/]+/, webhookServer.url), request),
      resolve: async () => [],
      now: () => clock,
      sleep: async (ms) => void (clock += ms),
      isInterrupted: () => false,
      ...changes,
    });
    everything += out + err + questions.join('');
    const seen = calls.slice(from);
    return {
      code,
      out,
      err,
      questions,
      calls: seen,
      /** Calls that change something. */
      writes: seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
      tookMs: clock - startedAt,
      json: () => JSON.parse(out),
    };
  };

  return {
    ...administration,
    rules: alertRules.rules,
    webhook,
    run,
    /** Attaches to rules 1 and 2 without a question. */
    attach: (...more: string[]) => run([URL_OF_WEBHOOK, '--rule', '1', '--rule', '2', '--yes', ...more]),
    /**
     * Stops the servers.
     *
     * @throws Error if a call differs from the vendor's document, or if a secret was printed
     */
    end: async () => {
      await Promise.all([administration.stop(), webhookServer.stop()]);
      const given = webhook.seen.filter((authorization) => authorization?.includes(WEBHOOK_TOKEN));
      const printed = [THOUSANDEYES_TOKEN, WEBHOOK_TOKEN].filter((token) => everything.includes(token));
      const faults = [
        ...calls.flatMap(contractFaultsOf),
        ...printed.map(() => 'a token was printed'),
        ...given.map(() => 'the address got the token'),
      ];
      if (faults.length > 0) throw new Error(faults.join('\n'));
    },
  };
};
