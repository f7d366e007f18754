import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { ALERT_INDEX, LIST_INDEX, OPEN_INDEX, TEST_INDEX } from '../../lib/ledger/items.ts';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { ofType, packagedTemplate, ROOT, type Template } from '../support/packaged-template.ts';

describe('the packaged template', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });

  it('has the indexes that the ledger queries', () => {
    const [[, table] = []] = ofType(template, 'AWS::DynamoDB::Table');

    const names = table?.Properties['GlobalSecondaryIndexes'].map(({ IndexName }: { IndexName: string }) => IndexName);
    expect(names).toEqual([OPEN_INDEX, TEST_INDEX, LIST_INDEX, ALERT_INDEX]);
  });

  it('has a function for each handler, from one bundle of its own', () => {
    const handlers = readdirSync(join(ROOT, 'handlers')).map((file) => file.replace('.ts', ''));
    const functions = ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties['Handler']);

    expect(functions.toSorted()).toEqual(handlers.map((name) => `dist/${name}/index.handler`).toSorted());
    expect(FUNCTION_NAMES.toSorted()).toEqual(handlers.toSorted());
  });

  it('has a watchdog that comes every minute, whose retry is the next minute’s', () => {
    const [[, rule] = []] = ofType(template, 'AWS::Events::Rule');
    const [[, invocations] = []] = ofType(template, 'AWS::Lambda::EventInvokeConfig');

    expect(rule?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    expect(rule?.Properties['Targets'][0].Input).toBe('{"source":"watchdog"}');
    expect(invocations?.Properties).toMatchObject({
      FunctionName: { Ref: 'WorkerLambdaFunction' },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  it('tells where alerts go and where secrets are', () => {
    expect(Object.keys(template.Outputs)).toEqual(
      expect.arrayContaining([
        'WebhookUrl',
        'BoardUrl',
        'EvidenceUrl',
        'DashboardUrl',
        'EvidenceTopicArn',
        'AlarmTopicArn',
        'WebhookSecretArn',
        'OperatorSecretArn',
        'ThousandEyesSecretArn',
        'ThousandEyesApiUrl',
      ]),
    );
    expect(template.Outputs['WebhookUrl']?.Value).toEqual({
      'Fn::Sub': 'https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/webhooks/thousandeyes',
    });
  });

  it('says which version is deployed', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

    expect(template.Outputs['Version']?.Value).toBe(version);
    expect(template.Outputs['Commit']?.Value).toMatch(/^(?:[0-9a-f]{40}(?:-dirty)?|unknown)$/);
  });

  it('has the routes of the webhook: posts, with what lies below the path, and looks that are answered 405', () => {
    const routes = ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
    const integration = { Ref: 'HttpApiIntegrationWebhook' };
    const ofWebhook = routes.filter(({ Target }) => JSON.stringify(Target).includes(JSON.stringify(integration)));

    expect(ofWebhook.map(({ RouteKey }) => RouteKey)).toEqual(readDeployment().webhookRoutes);
    expect(readDeployment().webhookRoutes).toEqual([
      'POST /webhooks/thousandeyes',
      'POST /webhooks/thousandeyes/{proxy+}',
      'GET /webhooks/thousandeyes',
      'HEAD /webhooks/thousandeyes',
    ]);
    // CloudFormation accepts a route key that ends in a slash, and API Gateway then refuses it during the deployment.
    expect(routes.filter(({ RouteKey }) => RouteKey.endsWith('/'))).toEqual([]);
  });

  it('leaves no secret’s value to a parameter, a default or the template', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::SecretsManager::Secret')) {
      expect(Object.keys(Properties)).toEqual(['Description']);
    }
  });
});
