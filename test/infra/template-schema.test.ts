import { beforeAll, describe, expect, it } from 'vitest';
import { type Fault, withFault } from '../support/faults.ts';
import { packagedTemplate, TEMPLATES } from '../support/packaged-template.ts';
import { referenceFindings } from './template/references.ts';
import { loadSpec, schemaFindings } from './template/schema.ts';

let spec: Awaited<ReturnType<typeof loadSpec>>;
beforeAll(async () => {
  spec = await loadSpec();
});

describe('the packaged template, by the resource types that AWS publishes', () => {
  it.each(TEMPLATES)('has only types, properties and values that exist: %s', async (name) => {
    expect(schemaFindings(await packagedTemplate(name), spec)).toEqual([]);
  });

  it.each<Fault>([
    {
      fault: 'a type that does not exist',
      seed: ({ Resources }) => (Resources.WakeQueue.Type = 'AWS::SQS::Queu'),
      found: 'WakeQueue: there is no type AWS::SQS::Queu',
    },
    {
      fault: 'a typo in a property',
      seed: ({ Resources }) => (Resources.WakeQueue.Properties.VisibilityTimeOut = 360),
      found: 'WakeQueue: there is no property VisibilityTimeOut',
    },
    {
      fault: 'a typo further down',
      seed: ({ Resources }) => (Resources.Table.Properties.TimeToLiveSpecification.Enable = true),
      found: 'Table.TimeToLiveSpecification: there is no property Enable',
    },
    {
      fault: 'a typo in a list beside which AWS lets anything through',
      seed: ({ Resources }) => (Resources.Table.Properties.KeySchema[0].KeyTyp = 'HASH'),
      found: 'Table.KeySchema[0]: there is no property KeyTyp',
    },
    {
      fault: 'a required property that is not there',
      seed: ({ Resources }) => delete Resources.EvidenceEmail.Properties.TopicArn,
      found: 'EvidenceEmail: TopicArn is missing',
    },
    {
      fault: 'text where a number has to be',
      seed: ({ Resources }) => (Resources.WakeQueue.Properties.VisibilityTimeout = 'six minutes'),
      found: 'WakeQueue.VisibilityTimeout: "six minutes" is no integer',
    },
    {
      fault: 'a wrong value on one side of an Fn::If',
      seed: ({ Resources }) =>
        (Resources.WorkerLambdaFunction.Properties.Timeout = { 'Fn::If': ['HasChat', 60, 'a minute'] }),
      found: 'WorkerLambdaFunction.Timeout: "a minute" is no integer',
    },
  ])('is found to have $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate(), { seed });

    expect(schemaFindings(template, spec)).toContain(found);
  });
});

describe('the packaged template, by its own names', () => {
  it.each(TEMPLATES)('refers only to what is there, under the condition under which it is there: %s', async (name) => {
    expect(referenceFindings(await packagedTemplate(name), spec)).toEqual([]);
  });

  it.each<Fault>([
    {
      fault: 'a reference to nothing',
      seed: ({ Resources }) => (Resources.EvidenceEmail.Properties.TopicArn = { Ref: 'EvidentTopic' }),
      found: 'EvidenceEmail: there is no EvidentTopic',
    },
    {
      fault: 'an attribute that the type does not have',
      seed: ({ Resources }) =>
        (Resources.WakeQueue.Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][1] = 'Url'),
      found: 'WakeQueue: WakeDeadLetterQueue has no attribute Url',
    },
    {
      fault: 'a name in an Fn::Sub that is not there',
      seed: ({ Outputs }) => (Outputs.WebhookUrl.Value['Fn::Sub'] = 'https://${Api}/webhooks/thousandeyes'),
      found: 'WebhookUrl: there is no Api',
    },
    {
      fault: 'a condition that is not there',
      seed: ({ Resources }) => (Resources.ChatTopic.Condition = 'WithChat'),
      found: 'ChatTopic: there is no condition WithChat',
    },
    {
      fault: 'a reference to what a condition leaves out',
      seed: ({ Resources }) =>
        (Resources.WorkerLambdaFunction.Properties.Environment.Variables.CHAT_TOPIC_ARN = { Ref: 'ChatTopic' }),
      found: 'WorkerLambdaFunction: ChatTopic is not there without HasChat',
    },
    {
      fault: 'a dependency on nothing',
      seed: ({ Resources }) => (Resources.WebhookLambdaFunction.DependsOn = ['WebhookLogs']),
      found: 'WebhookLambdaFunction: depends on WebhookLogs, which is not there',
    },
  ])('is found to have $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate(), { seed });

    expect(referenceFindings(template, spec)).toContain(found);
  });
});
