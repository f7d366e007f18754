import { describe, expect, it } from 'vitest';
import { packagedTemplate, TEMPLATES } from '../support/packaged-template.ts';

/*
 * CloudFormation knows a resource by its logical id: under another one it makes a new resource and deletes the old one. A new
 * API has another address, so that ThousandEyes would send its alerts into the void; a new table knows of no capture, and the old
 * one is left behind; new secrets are empty; new topics have no subscribers; what waits in the old queue is lost.
 */
const PINNED = {
  Table: 'AWS::DynamoDB::Table',
  HttpApi: 'AWS::ApiGatewayV2::Api',
  HttpApiStage: 'AWS::ApiGatewayV2::Stage',
  EvidenceTopic: 'AWS::SNS::Topic',
  ChatTopic: 'AWS::SNS::Topic',
  AlarmTopic: 'AWS::SNS::Topic',
  WebhookSecret: 'AWS::SecretsManager::Secret',
  OperatorSecret: 'AWS::SecretsManager::Secret',
  ThousandEyesSecret: 'AWS::SecretsManager::Secret',
  WakeQueue: 'AWS::SQS::Queue',
  WakeDeadLetterQueue: 'AWS::SQS::Queue',
};

describe('the packaged template: logical ids that must never change', () => {
  it.each(TEMPLATES)('are those of the first release: %s', async (name) => {
    const { Resources } = await packagedTemplate(name);
    const types: readonly string[] = Object.values(PINNED);

    const found = Object.entries(Resources)
      .filter(([id, { Type }]) => types.includes(Type) && !id.startsWith('Schedule'))
      .map(([id, { Type }]) => [id, Type]);
    expect(Object.fromEntries(found)).toEqual(PINNED);
  });

  it('have names that AWS gives, so that a stack beside it has its own', async () => {
    const { Table, EvidenceTopic, WakeQueue, WebhookSecret } = (await packagedTemplate()).Resources;

    expect(Table?.Properties).not.toHaveProperty('TableName');
    expect(EvidenceTopic?.Properties).not.toHaveProperty('TopicName');
    expect(WakeQueue?.Properties).not.toHaveProperty('QueueName');
    expect(WebhookSecret?.Properties).not.toHaveProperty('Name');
  });
});
