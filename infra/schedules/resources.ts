import { createHash } from 'node:crypto';
import { deadLettersOf, policy, QUEUE_ARN } from './dead-letters.ts';
import type { Schedule } from './read-schedules.ts';
import { inputOf, SCHEDULED_TIME } from './scheduler-input.ts';

/** A part of a CloudFormation template, as `resources` in serverless.yml accepts it. */
export interface TemplatePart {
  readonly Resources?: Readonly<Record<string, object>>;
  readonly Outputs?: Readonly<Record<string, object>>;
}

/** The stack's name, and settings as text, for the resources. */
export interface Surroundings {
  /** Service and stage. */
  readonly name: string;
  readonly given: Readonly<Record<'ROLE_PATH' | 'PERMISSIONS_BOUNDARY_ARN' | 'KMS_KEY_ARN', string>>;
}

const FUNCTION_ARN = { 'Fn::GetAtt': ['ScheduleLambdaFunction', 'Arn'] };

/** The resources for the schedules; none if there are no schedules. */
export const resourcesOf = (schedules: readonly Schedule[], surroundings: Surroundings): TemplatePart => {
  if (schedules.length === 0) return {};
  return {
    Resources: {
      ...sharedIn(surroundings),
      ...Object.fromEntries(schedules.map((schedule) => [logicalId(schedule), scheduleResource(schedule)])),
    },
    Outputs: {
      ScheduleDeadLetterQueueUrl: {
        Description: 'Planned runs that were not taken in; docs/runbook.md says how to send them again',
        Value: { Ref: 'ScheduleDeadLetterQueue' },
      },
    },
  };
};

/** The schedule's name without the characters that a logical id cannot have. The digest keeps `a-b` and `a_b` apart. */
const logicalId = ({ name }: Schedule): string => {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `Planned${name.replaceAll(/[^A-Za-z0-9]/g, '')}${digest}`;
};

const scheduleResource = (schedule: Schedule) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    Name: schedule.name,
    GroupName: { Ref: 'ScheduleGroup' },
    State: 'ENABLED',
    ScheduleExpression: schedule.schedule,
    ScheduleExpressionTimezone: schedule.timezone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: FUNCTION_ARN,
      RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
      Input: JSON.stringify(inputOf(schedule, SCHEDULED_TIME)),
      // The longest time and the most retries that Scheduler allows: a late run still shows the window of its due time.
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: QUEUE_ARN },
    },
  },
});

/** The resources that all schedules share. */
const sharedIn = ({ name, given }: Surroundings) => ({
  ScheduleGroup: {
    Type: 'AWS::Scheduler::ScheduleGroup',
    Properties: { Name: name },
  },
  SchedulerRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Path: given.ROLE_PATH,
      PermissionsBoundary: { 'Fn::If': ['HasBoundary', given.PERMISSIONS_BOUNDARY_ARN, { Ref: 'AWS::NoValue' }] },
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // Scheduler names the group, not the schedule, as the source.
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': { 'Fn::GetAtt': ['ScheduleGroup', 'Arn'] },
              },
            },
          },
        ],
      },
      Policies: [policy('scheduler', ['lambda:InvokeFunction', FUNCTION_ARN], ['sqs:SendMessage', QUEUE_ARN])],
    },
  },
  ...deadLettersOf(given.KMS_KEY_ARN),
});
