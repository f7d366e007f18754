import { describe, expect, it } from 'vitest';
import { readScheduleInput } from '../../lib/intake/schedule-input.ts';
import { sampleEvent } from '../support/sample-events.ts';

const FITS = { name: 'a', scheduledTime: '2026-03-02T06:00:00Z', tests: [{ testId: '1' }] };

describe('the schedule function’s input', () => {
  it('is of two hours where it says nothing else, and may have a title of 200 characters', () => {
    const title = 'x'.repeat(200);

    expect(readScheduleInput({ ...FITS, title })).toEqual({ ...FITS, title, hours: 2 });
  });

  it('is read as the sample has it', async () => {
    expect(readScheduleInput(await sampleEvent('schedule'))).toMatchObject({ name: 'monday-baseline', hours: 24 });
  });

  it.each<[unknown, string]>([
    [undefined, 'It is missing.'],
    [{ ...FITS, tests: 'all' }, 'tests must be a list of tests.'],
    [{ ...FITS, tests: ['1'] }, 'tests.0 must be an object with a testId.'],
    [{ ...FITS, tests: [{}] }, 'tests.0.testId is missing.'],
    [{ ...FITS, tests: [{ testId: '5', aid: 'a' }] }, 'tests.0.aid must be an id of digits.'],
    [{ ...FITS, name: '' }, 'name must be text.'],
    [{ ...FITS, name: 7 }, 'name must be text.'],
    [{ ...FITS, title: 'x'.repeat(201) }, 'title must be shorter.'],
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
