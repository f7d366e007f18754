import { errorCodeOf } from '../../lib/thousandeyes/error-code.ts';
import type { Aws } from './aws.ts';
import { type CheckId, fail, type Findings, skipped } from './checks/finding.ts';
import type { Call } from '../http-call.ts';
import { judgeOperatorApi, type OperatorStatus, readStatus } from './checks/operator-api.ts';
import { judgeConcurrency } from './checks/concurrency.ts';
import { judgeProtection } from './checks/protection.ts';
import { type FoundSecret, judgeDifference, judgeSecret, type SecretName, usableToken } from './checks/secrets.ts';
import { probeThousandEyes } from './checks/thousandeyes.ts';
import { judgeTopic } from './checks/topic.ts';
import { probeWebhook } from './checks/webhook.ts';
import type { DoctorDeps } from './dependencies.ts';
import { lookAtAttachment } from './look-at-attachment.ts';
import type { DoctorOptions } from './options.ts';
import type { Targets } from './targets.ts';

/** The findings of all checks that create nothing, and what a live snapshot needs of them. */
export interface Examination {
  readonly findings: Findings;
  readonly tokens: Readonly<Record<SecretName, string | undefined>>;
  /** The answer of `GET /status`, if it came. */
  readonly status?: OperatorStatus | undefined;
}

const OPTION: Readonly<Record<SecretName, string>> = {
  webhook: '--webhook-secret-id or WEBHOOK_TOKEN',
  operator: '--operator-secret-id or OPERATOR_TOKEN',
  thousandeyes: '--thousandeyes-secret-id or THOUSANDEYES_TOKEN',
};

/** Runs all checks except the live snapshot. Probes run in parallel, and a broken probe does not hide the others. */
export const examine = async (
  targets: Targets,
  options: DoctorOptions,
  { aws, call, now, sleep }: { readonly aws: Aws; readonly call: Call } & Pick<DoctorDeps, 'now' | 'sleep'>,
): Promise<Examination> => {
  const found = async (name: SecretName): Promise<FoundSecret> => {
    const id = targets[`${name}SecretId`];
    if (id !== undefined) return aws.secret(id);
    const value = options.tokens[name];
    if (value === undefined) return { kind: 'not-given', option: OPTION[name] };
    return { kind: 'value', value, from: `${name.toUpperCase()}_TOKEN` };
  };
  const [webhook, operator, thousandeyes] = await Promise.all([
    found('webhook'),
    found('operator'),
    found('thousandeyes'),
  ]);
  const tokens = {
    webhook: usableToken('webhook', webhook),
    operator: usableToken('operator', operator),
    thousandeyes: usableToken('thousandeyes', thousandeyes),
  };
  let status: OperatorStatus | undefined;

  const probes = [
    probe(['thousandeyes-token', 'thousandeyes-rate-limit', 'account-group', 'test'], async () => {
      const token = tokens.thousandeyes;
      if (token === undefined) return {};
      const ofToken = await probeThousandEyes(call, { ...options, apiUrl: targets.apiUrl, token }, now);
      return {
        ...ofToken,
        ...(await probe(['webhook-attached', 'alert-rules'], () =>
          lookAtAttachment(targets, options, token, ofToken, { now, sleep }),
        )),
      };
    }),
    probe(['topic', 'topic-encryption'], async () => {
      const { topicArn } = targets;
      return topicArn === undefined ? {} : judgeTopic(await aws.topic(topicArn));
    }),
    probe(['table-protection'], async () => {
      const { tableName } = targets;
      return tableName === undefined
        ? {}
        : { 'table-protection': judgeProtection(tableName, await aws.table(tableName)) };
    }),
    probe(['lambda-concurrency'], async () =>
      options.stack === undefined ? {} : { 'lambda-concurrency': judgeConcurrency(await aws.concurrency()) },
    ),
    probe(['webhook-url', 'webhook-refuses', 'webhook-accepts'], async () => {
      const { baseUrl } = targets;
      return baseUrl === undefined ? {} : probeWebhook(call, baseUrl, tokens.webhook);
    }),
    probe(['operator-api', 'gate', 'backlog'], async () => {
      const { baseUrl } = targets;
      if (baseUrl === undefined) return {};
      const token = tokens.operator;
      if (token === undefined) return { 'operator-api': skipped('no usable operator token') };
      const reply = await call(`${baseUrl}/status`, { token });
      status = readStatus(reply);
      return judgeOperatorApi(reply);
    }),
  ];
  const findings: Findings = Object.assign(
    {
      'secret-webhook': judgeSecret('webhook', webhook),
      'secret-operator': judgeSecret('operator', operator),
      'secret-thousandeyes': judgeSecret('thousandeyes', thousandeyes),
      'secrets-differ': judgeDifference({ webhook, operator, thousandeyes }),
    },
    ...(await Promise.all(probes)),
  );
  return { findings, tokens, status };
};

/** Runs a probe. If its code throws, each of its checks fails with a finding that says so. */
const probe = async (checks: readonly CheckId[], run: () => Promise<Findings>): Promise<Findings> => {
  try {
    return await run();
  } catch (error) {
    const broken = fail(
      `The check itself failed (${errorCodeOf(error)}).`,
      'Report this bug, with the versions of Node and npm.',
    );
    return Object.fromEntries(checks.map((check) => [check, broken]));
  }
};
