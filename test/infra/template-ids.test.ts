import { describe, expect, it } from 'vitest';
import { packagedTemplate, TEMPLATES } from '../support/packaged-template.ts';

/*
 * CloudFormation identifies a resource by its logical id. Under another id it makes a new resource and deletes the old
 * one. A new API has another address, so ThousandEyes would send its alerts to the old one in vain; a new table has no
 * captures, and the old table is left behind; new secrets are empty; new topics have no subscribers; the messages in
 * the old queue are lost.
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
