export const QUEUE_ARN = { 'Fn::GetAtt': ['ScheduleDeadLetterQueue', 'Arn'] };

/** An IAM policy with one statement for each pair of action and resource. */
export const policy = (PolicyName: string, ...statements: readonly (readonly [string, object])[]) => ({
  PolicyName,
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action: [Action], Resource })),
  },
});

/**
 * The queue for planned runs that were not taken in, and the permissions to send to it; once for all schedules.
 *
 * @param keyArn the key of infra/key.yml; empty without one
 */
export const deadLettersOf = (keyArn: string) => ({
  /** Runs that Scheduler could not deliver, and runs that the function could not take in. */
  ScheduleDeadLetterQueue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: { 'Fn::If': ['HasKey', false, true] },
      KmsMasterKeyId: { 'Fn::If': ['HasKey', keyArn, { Ref: 'AWS::NoValue' }] },
    },
  },
  ScheduleDeadLetterQueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'ScheduleDeadLetterQueue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: QUEUE_ARN,
            Condition: { Bool: { 'aws:SecureTransport': false } },
          },
        ],
      },
    },
  },
  // Scheduler invokes the function asynchronously. If it throws, Lambda tries again and then puts the run into the
  // queue.
  ScheduleInvocations: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    DependsOn: ['ScheduleDeadLetterPolicy'],
    Properties: {
      FunctionName: { Ref: 'ScheduleLambdaFunction' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: QUEUE_ARN } },
    },
  },
  ScheduleDeadLetterPolicy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      ...policy('schedule-dead-letters', ['sqs:SendMessage', QUEUE_ARN]),
      Roles: [{ Ref: 'ScheduleRole' }],
    },
  },
  /** Scheduler sends to the queue with its own role. The function's role has its permission from infra/key.yml. */
  SchedulerKeyPolicy: {
    Type: 'AWS::IAM::Policy',
    Condition: 'HasKey',
    Properties: {
      PolicyName: 'key',
      Roles: [{ Ref: 'SchedulerRole' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: keyArn,
            Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 'sqs.${AWS::Region}.${AWS::URLSuffix}' } } },
          },
        ],
      },
    },
  },
});
