import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, NOW } from '../support/factories.ts';
import { startLocal } from '../support/local-system.ts';

const SCHEDULES = `
- name: rate
  schedule: rate(5 minutes)
  hours: 6
  title: Of a rate
  tests: [{ testId: 810, aid: 74411 }]
- name: cron
  schedule: cron(30 6 ? * TUE *)
  timezone: Europe/Berlin
  tests: [{ testId: 820 }]
`;

describe('local system: schedules.yml', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  let folder: string;
  let now = NOW; // a Monday, 10:00 UTC
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'schedules-'));
    await writeFile(join(folder, 'schedules.yml'), SCHEDULES);
    local = await startLocal({ SCHEDULES_FILE: join(folder, 'schedules.yml') }, () => now);
  });
  afterAll(async () => {
    await local.system.stop();
    await rm(folder, { recursive: true });
  });

  /** The captures of a test, once there are `count`. */
  const capturesOf = async (testId: string, count: number) => {
    const found = () => local.notifications.filter((event) => event['testId'] === testId);
    await expect.poll(() => found().length, { timeout: 20_000 }).toBe(count);
    return found();
  };

  it('a rate fires at the start and becomes one capture, its window ending at the time it was due', async () => {
    const [capture] = await capturesOf('810', 1);

    expect(capture).toMatchObject({
      reason: 'schedule',
      status: 'created',
      aid: '74411',
      startDate: '2026-03-02T04:00:00Z',
      endDate: '2026-03-02T10:00:00Z',
    });
  });

  it('a cron fires at its time in its time zone, late or not, and becomes one capture', async () => {
    now = Date.UTC(2026, 2, 3, 5, 30, 20); // Tuesday, 06:30 in Berlin, and some seconds
    const [capture] = await capturesOf('820', 1);
    now += DAY;
    const schedules = await capturesOf('810', 3); // the rate goes on, so its run of this day comes after the cron’s

    expect(capture).toMatchObject({ startDate: '2026-03-03T03:30:00Z', endDate: '2026-03-03T05:30:00Z' });
    expect(new Set(schedules.map(({ captureId }) => captureId)).size).toBe(3);
    expect(await capturesOf('820', 1)).toHaveLength(1);
  });
});
