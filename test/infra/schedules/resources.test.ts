import { describe, expect, it } from 'vitest';
import { readScheduleInput } from '../../../lib/intake/schedule-input.ts';
import { parseSchedules } from '../../../infra/schedules/read-schedules.ts';
import { resourcesOf } from '../../../infra/schedules/resources.ts';

const ENTRY = { schedule: 'cron( 0 6 ? *  MON *)', tests: [{ testId: 3417721, aid: 74411 }, { testId: '3417762' }] };

const SURROUNDINGS = { name: 'stack', given: { ROLE_PATH: '/', PERMISSIONS_BOUNDARY_ARN: '', KMS_KEY_ARN: '' } };

const resources = (...entries: object[]): Record<string, any> => {
  const text = JSON.stringify(entries.map((entry) => ({ ...ENTRY, ...entry })));
  return resourcesOf(parseSchedules(text, 'schedules.yml'), SURROUNDINGS).Resources ?? {};
};

const schedulesIn = (all: Record<string, any>) =>
  Object.entries(all).filter(([, { Type }]) => Type === 'AWS::Scheduler::Schedule');

describe('resources of the schedules', () => {
  it('are none where there is no schedule', () => {
    expect(resourcesOf([], SURROUNDINGS)).toEqual({});
  });

  it('are a schedule an entry, with the expression and the time zone as Scheduler wants them', () => {
    const [[, schedule] = ['', {}]] = schedulesIn(resources({ name: 'monday', timezone: 'Europe/Berlin' }));

    expect(schedule.Properties).toMatchObject({
      Name: 'monday',
      State: 'ENABLED',
      ScheduleExpression: 'cron(0 6 ? * MON *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  it('pass an input that the schedule function reads', () => {
    const [[, schedule] = ['', {}]] = schedulesIn(resources({ name: 'monday', hours: 24, title: 'Weekly "baseline"' }));
    const { Input } = schedule.Properties.Target;

    expect(Input).toContain('"scheduledTime":"<aws.scheduler.scheduled-time>"');
    expect(
      readScheduleInput(JSON.parse(Input.replace('<aws.scheduler.scheduled-time>', '2026-03-02T06:00:00Z'))),
    ).toEqual({
      name: 'monday',
      scheduledTime: '2026-03-02T06:00:00Z',
      hours: 24,
      title: 'Weekly "baseline"',
      tests: [{ testId: '3417721', aid: '74411' }, { testId: '3417762' }],
    });
  });

  it('have logical ids of their own, which neither order nor other entries change', () => {
    const ids = (...names: string[]) => schedulesIn(resources(...names.map((name) => ({ name })))).map(([id]) => id);

    expect(new Set(ids('a-b', 'a_b', 'ab')).size).toBe(3);
    expect(ids('a-b', 'ab').toReversed()).toEqual(ids('ab', 'a-b'));
    for (const id of ids('a-b', '_', '9')) expect(id).toMatch(/^[A-Za-z0-9]{1,64}$/);
  });
});
