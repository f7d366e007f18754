import { describe, expect, it } from 'vitest';
import { readExpression, tidy } from '../../../infra/schedules/expression.ts';

describe('schedule expression: what Scheduler takes', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(36 hours)', 129_600_000],
    ['rate(1 day)', 86_400_000],
    ['rate(99999 days)', 8_639_913_600_000],
  ])('%s is a rate', (text, everyMs) => {
    expect(readExpression(text)).toEqual({ kind: 'rate', everyMs });
  });

  it.each([
    ['0 6 ? * MON *', { minutes: [0], hours: [6], months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }],
    ['*/20 22-23 * * ? *', { minutes: [0, 20, 40], hours: [22, 23] }],
    ['50/5,3 0 1 JAN,JUL-AUG ? *', { minutes: [3, 50, 55], hours: [0], months: [1, 7, 8] }],
    ['0-10/4 0 1 1 ? 2027,2030-2031', { minutes: [0, 4, 8], years: [2027, 2030, 2031] }],
    ['00 06 01 01 ? 2027', { minutes: [0], hours: [6], months: [1] }],
  ])('cron(%s) names its times', (fields, expected) => {
    expect(readExpression(`cron(${fields})`)).toMatchObject({ kind: 'cron', ...expected });
  });

  it.each(['15W', 'L', '1/5', '1,15', '*', '01'])('takes %s for the day of the month', (day) => {
    expect(() => readExpression(`cron(0 0 ${day} * ? *)`)).not.toThrow();
  });

  it.each(['L', '6L', '3#2', 'MON-FRI', '1,7', 'SUN', '*'])('takes %s for the day of the week', (day) => {
    expect(() => readExpression(`cron(0 0 ? * ${day} *)`)).not.toThrow();
  });

  it('loses blanks that do not matter', () => {
    expect(tidy('  cron( 0  6 ?\t* MON * ) ')).toBe('cron(0 6 ? * MON *)');
  });
});

describe('schedule expression: what Scheduler refuses', () => {
  it.each([
    ['every hour', 'must be rate(…) or cron(…)'],
    ['0 6 * * ? *', 'must be rate(…) or cron(…)'],
    ['at(2026-03-02T06:00:00)', 'must be rate(…) or cron(…)'],
    ['rate(1 hours)', 'rate(1 hours) has to be rate(1 hour)'],
    ['rate(5 minute)', 'rate(5 minute) has to be rate(5 minutes)'],
    ['rate(0 hours)', /whole number from 1/],
    ['rate(30 seconds)', /minutes, hours or days/],
    ['rate(1.5 hours)', /whole number/],
    ['rate(2 weeks)', /minutes, hours or days/],
    ['rate(2)', /whole number/],
    ['cron(0 6 * * 1)', /six fields .* has 5/],
    ['cron(0 0 6 * * ? *)', /six fields .* has 7/],
    ['cron()', /has 0/],
    ['cron(60 6 * * ? *)', 'minutes: "60" is none of 0-59, * , - /'],
    ['cron(0 24 * * ? *)', /^hours: "24"/],
    ['cron(0 6 0 * ? *)', /^day-of-month: "0"/],
    ['cron(0 6 32W * ? *)', /^day-of-month: "32"/],
    ['cron(0 6 LW * ? *)', /^day-of-month: "LW"/],
    ['cron(0 6 1,L * ? *)', /^day-of-month: "L"/],
    ['cron(0 6 * 13 ? *)', 'month: "13" is none of 1-12 or JAN-DEC, * , - /'],
    ['cron(0 6 * jan ? *)', /^month: "jan"/],
    ['cron(0 6 ? * 0 *)', 'day-of-week: "0" is none of 1-7 or SUN-SAT, * , -'],
    ['cron(0 6 ? * 8 *)', /^day-of-week/],
    ['cron(0 6 ? * 2/2 *)', /^day-of-week/],
    ['cron(0 6 ? * 3#6 *)', /^day-of-week/],
    ['cron(0 6 ? * 2#1,2#3 *)', /^day-of-week/],
    ['cron(0 6 ? * FRI-MON *)', 'day-of-week: "FRI-MON" has to go from low to high'],
    ['cron(0 6 * * ? 1969)', /^year/],
    ['cron(*/0 6 * * ? *)', /^minutes/],
    ['cron(0/5/5 6 * * ? *)', /^minutes/],
    ['cron(1-2-3 6 * * ? *)', /^minutes/],
    ['cron(, 6 * * ? *)', /^minutes/],
    ['cron(-5 6 * * ? *)', /^minutes/],
    ['cron(0 6 * * * *)', 'exactly one of day-of-month and day-of-week has to be ?'],
    ['cron(0 6 ? * ? *)', /exactly one/],
    ['cron(0 6 1 * MON *)', /exactly one/],
    ['cron(? 6 1 * ? *)', /^minutes/],
  ])('%s, and says why', (text, fault) => {
    expect(() => readExpression(text)).toThrow(fault);
  });
});
