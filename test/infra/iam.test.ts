import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/runtime/function-names.ts';
import { ofType, packagedTemplate, type Template, whole } from '../support/packaged-template.ts';
import { actionsOfBundle, OF_LAMBDA, OF_THE_EVENT_SOURCE } from './iam/needed-actions.ts';

/** The actions that a function's role allows, with their resources. */
const statementsOf = (template: Template, name: FunctionName) => {
  const [, lambda] = ofType(template, 'AWS::Lambda::Function').find(([, { Properties }]) =>
    Properties['Handler'].includes(`/${name}/`),
  ) ?? [name, undefined];
  const role = template.Resources[lambda?.Properties['Role']['Fn::GetAtt'][0]];
  return (role?.Properties['Policies'] ?? []).flatMap((policy: any) =>
    whole(policy.PolicyDocument.Statement),
  ) as readonly {
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource: unknown;
  }[];
};

/** For each role, the first action of each statement and the resources that the statement names. */
const RESOURCES: Record<FunctionName, readonly string[]> = {
  webhook: [
    'dynamodb:PutItem: Table',
    'dynamodb:GetItem: Table',
    'dynamodb:Query: Table/index/alert',
    'sqs:SendMessage: WakeQueue',
    'secretsmanager:GetSecretValue: WebhookSecret',
  ],
  captures: [
    'dynamodb:PutItem: Table',
    'dynamodb:GetItem: Table',
    'dynamodb:Query: Table/index/list, Table/index/open, Table/index/alert',
    'sqs:SendMessage: WakeQueue',
    'secretsmanager:GetSecretValue: OperatorSecret',
  ],
  schedule: ['dynamodb:PutItem: Table', 'dynamodb:GetItem: Table', 'sqs:SendMessage: WakeQueue'],
  worker: [
    'dynamodb:GetItem: Table',
    'dynamodb:Query: Table/index/open, Table/index/test',
    'sqs:ReceiveMessage: WakeQueue',
    'sns:Publish: EvidenceTopic, ChatTopic',
    'secretsmanager:GetSecretValue: ThousandEyesSecret',
  ],
};

/** The stack's resources that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`, each once, under any condition. */
const namesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap(namesIn))];
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...new Set(
      Object.entries(value).flatMap(([key, inner]) => {
        if (key === 'Ref') return [String(inner)];
        if (key === 'Fn::GetAtt') return [String(inner[0])];
        if (key === 'Fn::Sub') return [String(inner).replace(/\$\{(\w+)\.Arn\}/g, '$1')];
        return key === 'Fn::If' ? namesIn(inner) : [];
      }),
    ),
  ];
};

describe.each(FUNCTION_NAMES)('the role of the %s function', (name) => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });

  it('allows each call that its bundle makes, and nothing else', async () => {
    const allowed = statementsOf(template, name).flatMap(({ Action }) => Action);

    const needed = [...(await actionsOfBundle(name)), ...OF_LAMBDA, ...(name === 'worker' ? OF_THE_EVENT_SOURCE : [])];
    expect(allowed.toSorted()).toEqual(needed.toSorted());
  });

  it('allows them on what is its own', () => {
    const own = statementsOf(template, name)
      .filter(({ Action }) => !OF_LAMBDA.includes(Action[0] ?? ''))
      .map(({ Action, Resource }) => `${Action[0]}: ${namesIn(Resource).join(', ')}`);

    expect(own).toEqual(RESOURCES[name]);
  });

  it('allows everything by name, but for X-Ray, which has no resources', () => {
    const wide = statementsOf(template, name).filter(({ Resource }) => JSON.stringify(Resource).includes('"*"'));

    expect(wide.flatMap(({ Action }) => Action)).toEqual(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
  });
});
