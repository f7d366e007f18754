import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchedules, readSchedules, SchedulesError } from '../../../infra/schedules/read-schedules.ts';

const SHIPPED = new URL('../../../schedules.yml', import.meta.url);

/** YAML is a superset of JSON. */
const parse = (entries: unknown) => parseSchedules(JSON.stringify(entries), 'schedules.yml');

const anEntry = (changes: object = {}) => ({
  name: 'baseline',
  schedule: 'rate(1 hour)',
  tests: [{ testId: 3417721 }],
  ...changes,
});

describe('schedules.yml: well made', () => {
  it('has defaults for hours and time zone, and ids as strings', () => {
    expect(parse([anEntry({ tests: [{ testId: 3417721, aid: '74411' }] })])).toEqual([
      {
        name: 'baseline',
        schedule: 'rate(1 hour)',
        timezone: 'UTC',
        hours: 2,
        tests: [{ testId: '3417721', aid: '74411' }],
      },
    ]);
  });

  it.each(['', '# nothing but a comment\n', '[]'])('without entries has no schedule: %j', (text) => {
    expect(parseSchedules(text, 'schedules.yml')).toEqual([]);
  });

  it('ships empty, with an example in its comment that fits', () => {
    const text = readFileSync(SHIPPED, 'utf8');
    const example = text.split('\n').flatMap((line) => /^# ?(-| ) .*/.exec(line)?.[0].slice(2) ?? []);

    expect(parseSchedules(text, 'schedules.yml')).toEqual([]);
    expect(parseSchedules(example.join('\n'), 'the example')).toMatchObject([
      { name: 'monday-baseline', timezone: 'Europe/Berlin', tests: [{ testId: '3417721' }, { testId: '3417762' }] },
    ]);
  });
});

describe('schedules.yml: a fault', () => {
  it.each<[string, object, string]>([
    ['an unknown key', { titel: 'x' }, 'has the unknown key titel'],
    ['unknown keys', { titel: 'x', cron: 'y' }, 'has the unknown keys titel, cron'],
    ['no schedule', { schedule: undefined }, 'schedule is missing'],
    ['a schedule that is no text', { schedule: 5 }, 'schedule must be rate(…) or cron(…)'],
    ['a bad rate', { schedule: 'rate(1 hours)' }, 'schedule rate(1 hours) has to be rate(1 hour)'],
    ['a bad cron', { schedule: 'cron(61 * * * ? *)' }, 'schedule minutes: "61" is none of 0-59, * , - /'],
    ['a day that never comes', { schedule: 'cron(0 0 31 2 ? *)' }, 'schedule names no day that exists'],
    ['a bad time zone', { timezone: 'CEST' }, 'timezone must be a time zone such as Europe/Berlin'],
    ['hours that no snapshot has', { hours: 3 }, 'hours must be one of 1, 2, 4, 6, 12, 24, 48'],
    ['hours as text', { hours: '2' }, 'hours must be one of 1, 2, 4, 6, 12, 24, 48'],
    ['an empty title', { title: '' }, 'title must be one line of 1 to 100 characters'],
    ['a long title', { title: 'x'.repeat(101) }, 'title must be one line of 1 to 100 characters'],
    ['a title of two lines', { title: 'a\nb' }, 'title must be one line of 1 to 100 characters'],
    ['a variable of osls', { title: '${env:HOME}' }, 'title must not have ${ or <aws.scheduler. in it'],
    ['no tests', { tests: undefined }, 'tests is missing'],
    ['an empty list of tests', { tests: [] }, 'tests must have 1 to 50 tests'],
    ['51 tests', { tests: Array.from({ length: 51 }, () => ({ testId: 1 })) }, 'tests must have 1 to 50 tests'],
    ['tests that are no list', { tests: 3 }, 'tests must be a list of tests'],
    ['a bare test id', { tests: [3417721] }, 'tests[0] must be an object with a testId'],
    ['a test without id', { tests: [{ aid: 1 }] }, 'tests[0].testId is missing'],
    ['a test id of letters', { tests: [{ testId: 'abc' }] }, 'tests[0].testId must be an id of digits'],
    ['a test id of zero', { tests: [{ testId: 0 }] }, 'tests[0].testId must be an id of digits'],
    ['a test id with a fraction', { tests: [{ testId: 1.5 }] }, 'tests[0].testId must be an id of digits'],
    ['a number that lost digits', { tests: [{ testId: 2 ** 60 }] }, 'tests[0].testId must be an id of digits'],
    ['a bad account group', { tests: [{ testId: 1 }, { testId: 1, aid: '' }] }, 'tests[1].aid must be an id of digits'],
    ['an unknown key of a test', { tests: [{ testId: 1, x: 1 }] }, 'tests[0] has the unknown key x'],
  ])('%s is named with its entry', (_, changes, fault) => {
    expect(() => parse([anEntry({ name: 'first' }), anEntry(changes)])).toThrow(
      new SchedulesError(`schedules.yml has faults. schedule 2 (baseline): ${fault}.`),
    );
  });

  it.each<[unknown, string]>([
    [undefined, 'schedule 1: name is missing'],
    ['a b', 'schedule 1 (a b): name must be 1 to 40 of A-Z, a-z, 0-9, _ and -'],
    ['x'.repeat(41), `schedule 1 (${'x'.repeat(41)}): name must be 1 to 40 of A-Z, a-z, 0-9, _ and -`],
    [7, 'schedule 1: name must be text'],
  ])('a name %j is named by its position', (name, fault) => {
    expect(() => parse([anEntry({ name })])).toThrow(new SchedulesError(`schedules.yml has faults. ${fault}.`));
  });

  it('is named once for all: several faults of several entries are one error of one line', () => {
    const bad = [anEntry({ hours: 3, titel: '' }), 7, anEntry({ schedule: 'rate(0 days)' })];

    expect(() => parse(bad)).toThrow(
      /^schedules\.yml has faults\. schedule 1 \(baseline\): hours .*\. schedule 1 \(baseline\): has the unknown key titel\. schedule 2: must be an object .*\. schedule 3 \(baseline\): schedule rate.*\. schedule 3 \(baseline\): schedule 1 has this name\.$/,
    );
  });

  it.each([
    ['{ name: x }', 'schedules.yml must be a list of schedules.'],
    ['- name: a\n  name: b', /^schedules\.yml is not valid YAML\. Map keys must be unique at line 2, column 3\.$/],
    ['- [', /^schedules\.yml is not valid YAML\. .* line 1.*\.$/],
    ['- *nothing', 'schedules.yml is not valid YAML: an alias does not resolve.'],
  ])('of the file itself is one line: %j', (text, fault) => {
    expect(() => parseSchedules(text, 'schedules.yml')).toThrow(fault);
  });

  it('of a file that is not there is one line', async () => {
    await expect(readSchedules('/nowhere/schedules.yml')).rejects.toThrow('/nowhere/schedules.yml cannot be read.');
  });
});
