import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { logicalIdOf } from '../../infra/stack.ts';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { ofType, packagedTemplate, ROOT, type Template } from '../support/packaged-template.ts';

const FILES = ['serverless.yml', 'infra/queues.yml', 'infra/table.yml'] as const;

describe('the facts of the deployment', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });
  const propertiesOf = (logicalId: string) => template.Resources[logicalId]?.Properties ?? {};

  it.each(FUNCTION_NAMES)('has runtime, timeout and memory of %s as they are packaged', (name) => {
    const { runtime, functions } = readDeployment();

    expect(propertiesOf(logicalIdOf(name))).toMatchObject({
      Runtime: runtime,
      Timeout: functions[name].timeoutSeconds,
      MemorySize: functions[name].memoryMb,
    });
  });

  it('has the event source mapping as it is packaged', () => {
    const { batchSize, maximumConcurrency } = readDeployment().eventSource;
    const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);

    expect(mappings).toEqual([
      expect.objectContaining({
        BatchSize: batchSize,
        ScalingConfig: { MaximumConcurrency: maximumConcurrency },
        EventSourceArn: { 'Fn::GetAtt': ['WakeQueue', 'Arn'] },
      }),
    ]);
  });

  it('has the watchdog’s rate as it is packaged', () => {
    const [[, rule] = []] = ofType(template, 'AWS::Events::Rule');
    const minutes = Number(/^rate\((\d+) minutes?\)$/.exec(rule?.Properties['ScheduleExpression'])?.[1]);

    expect(readDeployment().watchdog).toEqual({ everyMs: minutes * 60_000 });
  });

  it('has the queues as they are packaged', () => {
    const { wake, deadLetter } = readDeployment().queues;

    expect(propertiesOf('WakeQueue')).toMatchObject({
      VisibilityTimeout: wake.visibilityTimeoutSeconds,
      MessageRetentionPeriod: wake.retentionSeconds,
      RedrivePolicy: { maxReceiveCount: wake.maxReceiveCount },
    });
    expect(propertiesOf('WakeDeadLetterQueue')).toMatchObject({ MessageRetentionPeriod: deadLetter.retentionSeconds });
  });

  it('has keys and indexes of the table as they are packaged', () => {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = propertiesOf('Table');

    expect(readDeployment().table).toEqual({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode });
  });
});

describe('the files of the deployment, edited', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deployment-'));
    mkdirSync(join(folder, 'infra'));
    for (const file of FILES) cpSync(join(ROOT, file), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const edit = (file: (typeof FILES)[number], before: string, after: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(before);
    writeFileSync(join(folder, file), text.replace(before, after));
  };
  const read = () => readDeployment(pathToFileURL(`${folder}/`));

  it('change the facts', () => {
    edit('serverless.yml', 'timeout: 60', 'timeout: 45\n    memorySize: 1024');
    edit('serverless.yml', 'rate(1 minute)', 'rate(2 minutes)');
    edit('infra/queues.yml', 'VisibilityTimeout: 360', 'VisibilityTimeout: 270');

    expect(read()).toMatchObject({
      functions: { webhook: { timeoutSeconds: 10, memoryMb: 512 }, worker: { timeoutSeconds: 45, memoryMb: 1024 } },
      watchdog: { everyMs: 120_000 },
      queues: { wake: { visibilityTimeoutSeconds: 270 } },
    });
  });

  it.each([
    [
      'serverless.yml',
      'timeout: 29',
      'timeout: 29s',
      'serverless.yml: functions.captures.timeout must be a whole number of seconds from 1 to 900.',
    ],
    ['serverless.yml', 'timeout: 29', '', 'serverless.yml: functions.captures.timeout is missing.'],
    ['serverless.yml', '- sqs:', '- kinesis:', 'serverless.yml: functions.worker.events.sqs is missing.'],
    [
      'serverless.yml',
      'batchSize: 10',
      'batchSize: 100',
      'serverless.yml: functions.worker.events.sqs.batchSize must be a whole number from 1 to 10.',
    ],
    [
      'serverless.yml',
      'rate(1 minute)',
      'cron(* * * * ? *)',
      'serverless.yml: functions.worker.events.schedule.rate must be a rate such as rate(1 minute).',
    ],
    [
      'serverless.yml',
      'functions:',
      'functions: {',
      /^serverless\.yml is not valid YAML: .+ at line \d+, column \d+\.$/,
    ],
    [
      'infra/queues.yml',
      'maxReceiveCount: 5',
      '',
      'infra/queues.yml: Resources.WakeQueue.Properties.RedrivePolicy.maxReceiveCount is missing.',
    ],
    [
      'infra/table.yml',
      'ProjectionType: KEYS_ONLY',
      'ProjectionType: ALL',
      'infra/table.yml: Resources.Table.Properties.GlobalSecondaryIndexes.0.Projection.ProjectionType must be KEYS_ONLY: nothing else is imitated here.',
    ],
  ] as const)('%s with %j as %j is refused with one sentence', (file, before, after, sentence) => {
    edit(file, before, after);

    expect(read).toThrow(typeof sentence === 'string' ? new Error(sentence) : sentence);
  });

  it('are refused with one sentence if one is empty', () => {
    writeFileSync(join(folder, 'infra/table.yml'), '');

    expect(read).toThrow(new Error('infra/table.yml: must be a block.'));
  });

  it('are refused with one sentence if one is not there', () => {
    rmSync(join(folder, 'infra/queues.yml'));

    expect(read).toThrow(new Error('infra/queues.yml cannot be read.'));
  });
});
