import { describe, expect, it } from 'vitest';
import { ofType, packagedTemplate } from '../support/packaged-template.ts';

describe('the packaged template: the chain of wakes', () => {
  it('is not ended by Lambda’s loop detection, for the worker alone', async () => {
    const functions = ofType(await packagedTemplate(), 'AWS::Lambda::Function');

    const allowed = functions.filter(([, { Properties }]) => Properties['RecursiveLoop'] === 'Allow');
    expect(allowed.map(([id]) => id)).toEqual(['WorkerLambdaFunction']);
  });

  it('leaves the function as osls makes it otherwise', async () => {
    const { WorkerLambdaFunction } = (await packagedTemplate()).Resources;

    expect(WorkerLambdaFunction?.Properties).toMatchObject({
      FunctionName: 'thousandeyes-snapshot-webhook-dev-worker',
      Handler: 'dist/worker/index.handler',
      Timeout: 60,
    });
    expect(WorkerLambdaFunction?.DependsOn).toEqual(['WorkerLogGroup', 'WorkerRole']);
  });
});
