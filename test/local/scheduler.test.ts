import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTimetable, startScheduler } from '../../local/scheduler.ts';
import { parseSchedules } from '../../infra/schedules/read-schedules.ts';
import { HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';

const schedules = (...entries: object[]) =>
  parseSchedules(JSON.stringify(entries.map((entry) => ({ name: 'a', tests: [{ testId: 1 }], ...entry }))), 'test');

const RATE = { schedule: 'rate(90 minutes)' };
const CRON = { schedule: 'cron(30 12 * * ? *)', timezone: 'Europe/Berlin' }; // 11:30 UTC in March

describe('local timetable', () => {
  const timesOf = (timetable: ReturnType<typeof createTimetable>, now: number) =>
    timetable.due(now).map(({ scheduledTime }) => scheduledTime);

  it('of a rate is due at the start and then at its rate, each time once', () => {
    const timetable = createTimetable(schedules(RATE), NOW);

    expect(timesOf(timetable, NOW)).toEqual(['2026-03-02T10:00:00Z']);
    expect(timesOf(timetable, NOW + 90 * MINUTE - 1)).toEqual([]);
    expect(timesOf(timetable, NOW + 90 * MINUTE)).toEqual(['2026-03-02T11:30:00Z']);
    expect(timesOf(timetable, NOW + 90 * MINUTE + SECOND)).toEqual([]);
  });

  it('of a cron is due at its time in its time zone, and says that time if it is looked at late', () => {
    const timetable = createTimetable(schedules(CRON), NOW);

    expect(timesOf(timetable, NOW)).toEqual([]);
    expect(timesOf(timetable, NOW + 90 * MINUTE + 700)).toEqual(['2026-03-02T11:30:00Z']);
    expect(timesOf(timetable, NOW + 25 * HOUR)).toEqual([]);
  });

  it('has only the last of the runs that a machine asleep has missed', () => {
    const timetable = createTimetable(schedules({ schedule: 'cron(0 * * * ? *)' }), NOW);

    expect(timesOf(timetable, NOW + 5 * HOUR + MINUTE)).toEqual(['2026-03-02T15:00:00Z']);
  });

  it('of a cron whose years are over is never due', () => {
    const timetable = createTimetable(schedules({ schedule: 'cron(0 0 1 1 ? 2025)' }), NOW);

    expect(timesOf(timetable, NOW + 10_000 * HOUR)).toEqual([]);
  });
});

describe('local scheduler', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('invokes with what is due, goes on if an invocation fails, and stops', async () => {
    const inputs: unknown[] = [];
    const errors: unknown[] = [];
    const scheduler = startScheduler({
      schedules: schedules({ ...RATE, title: 'T', hours: 4 }, { ...CRON, name: 'b' }),
      invoke: async (input) => {
        inputs.push(input);
        throw new Error('as told');
      },
      now: Date.now,
      onError: (error) => errors.push(error),
    });

    await vi.advanceTimersByTimeAsync(90 * MINUTE);
    scheduler.stop();
    await vi.advanceTimersByTimeAsync(90 * MINUTE);

    expect(inputs).toEqual([
      { name: 'a', scheduledTime: '2026-03-02T10:00:00Z', hours: 4, title: 'T', tests: [{ testId: '1' }] },
      { name: 'a', scheduledTime: '2026-03-02T11:30:00Z', hours: 4, title: 'T', tests: [{ testId: '1' }] },
      { name: 'b', scheduledTime: '2026-03-02T11:30:00Z', hours: 2, tests: [{ testId: '1' }] },
    ]);
    expect(errors).toHaveLength(3);
  });
});
