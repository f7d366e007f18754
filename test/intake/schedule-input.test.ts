import { describe, expect, it } from 'vitest';
import { readScheduleInput } from '../../lib/intake/schedule-input.ts';
import { sampleEvent } from '../support/local-system.ts';

describe('the schedule function’s input', () => {
  it('is read as the sample has it', async () => {
    expect(readScheduleInput(await sampleEvent('schedule'))).toMatchObject({ name: 'monday-baseline', hours: 24 });
  });

  it.each<[unknown, string]>([
    [undefined, 'It is missing.'],
    ['text', 'It must be an object.'],
    [
      { name: 'a', scheduledTime: '<aws.scheduler.scheduled-time>', tests: [{ testId: '1' }] },
      'scheduledTime must be a',
    ],
    [{ name: 'a', scheduledTime: '2026-03-02T06:00:00Z', tests: [] }, 'tests must have a test.'],
    [
      { name: 'a', scheduledTime: '2026-03-02T06:00:00Z', tests: [{ testId: 5 }] },
      'tests.0.testId must be an id of digits.',
    ],
    [
      { scheduledTime: '2026-03-02T06:00:00Z', tests: [{ testId: '5' }], hours: 3 },
      'name is missing. hours must be one of',
    ],
  ])('that does not fit throws an error that names every fault: %j', (event, fault) => {
    expect(() => readScheduleInput(event)).toThrow(`The schedule’s input does not fit. ${fault}`);
  });
});
