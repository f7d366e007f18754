import { type Bench, kilobytes, ms, times } from './bench.ts';
import { bundle, sizesOf, AS_IT_COMES } from './bundles.ts';
import { runProbe } from './probe.ts';
import { interleave, median } from './quantile.ts';

/* Measures what each package adds to a cold start. Each is bundled alone, and a new process imports it. */

const DYNAMO = "export { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';";
const SQS = "export { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';";
const SECRETS = "export { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';";
const SNS = "export { SNSClient, PublishCommand } from '@aws-sdk/client-sns';";

const PACKAGES: Readonly<Record<string, readonly [source: string, changes?: typeof AS_IT_COMES]>> = {
  nothing: ['export {};'],
  '@aws-sdk/client-dynamodb': [DYNAMO],
  '@aws-sdk/client-dynamodb as it comes': [DYNAMO, AS_IT_COMES],
  '@aws-sdk/client-sqs': [SQS],
  '@aws-sdk/client-secrets-manager': [SECRETS],
  '@aws-sdk/client-sns': [SNS],
  'these four clients': [[DYNAMO, SQS, SECRETS, SNS].join('\n')],
  'client-dynamodb and util-dynamodb': [`${DYNAMO}\nexport { marshall, unmarshall } from '@aws-sdk/util-dynamodb';`],
  'zod/mini as import * as z': ["import * as z from 'zod/mini'; export const schema = z.object({ id: z.string() });"],
  'zod as import * as z': ["import * as z from 'zod'; export const schema = z.object({ id: z.string() });"],
  'zod as import { z }': ["import { z } from 'zod'; export const schema = z.object({ id: z.string() });"],
  '@aws-lambda-powertools/logger': ["export { Logger } from '@aws-lambda-powertools/logger';"],
  '@aws-lambda-powertools/metrics': ["export { Metrics } from '@aws-lambda-powertools/metrics';"],
  undici: ["export { Agent, request } from 'undici';"],
};

export const imports: Bench = async ({ quick, progress }) => {
  const rounds = quick ? 5 : 25;
  const names = Object.keys(PACKAGES);
  progress(`${names.length} packages, ${rounds} rounds`);
  const bundles = new Map<string, string>();
  for (const [name, [text, changes]] of Object.entries(PACKAGES)) {
    bundles.set(name, await bundle(`import-${bundles.size}`, { text }, changes));
  }
  const samples = await interleave(
    Object.fromEntries(
      [...bundles].map(([name, url]) => [
        name,
        () => runProbe<{ importMs: number }>('probes/cold-start.mjs', {}, { bundle: url, event: {} }),
      ]),
    ),
    { rounds },
  );
  const importMs = (name: string): number => median((samples[name] ?? []).map((sample) => sample.importMs));
  const rows = await Promise.all(
    [...bundles].map(async ([name, url]) => {
      const { raw } = await sizesOf(url);
      return [name, kilobytes(raw), ms(importMs(name)), times(importMs(name) / importMs('@aws-sdk/client-dynamodb'))];
    }),
  );
  return {
    tables: [{ name: 'imports', header: ['package', 'minified, KB', 'import, ms', 'x client-dynamodb'], rows }],
    raw: samples,
  };
};
