import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { eventLine } from '../../../local/output/event-line.ts';
import { widthOf } from '../../../local/output/paint.ts';

const AT = Date.parse('2026-03-02T04:10:05Z');
const LINK = 'https://x1.share.thousandeyes.com/view/tests/1';
const CREATED = { status: 'created', reason: 'alert', severity: 'critical', testName: 'Shop checkout', link: LINK };
const ESCAPE = String.fromCodePoint(27);

const bare = (_: unknown, text: string): string => text;
const lineOf = (event: object, columns = 100): string => eventLine({ ...CREATED, ...event }, AT, columns, bare);

describe('a message on the topic, on a terminal', () => {
  it('is one line: time, mark, test, severity, link', () => {
    expect(lineOf({})).toBe(`04:10:05 ✔ Shop checkout            critical  ${LINK}\n`);
  });

  it.each([
    { event: { status: 'reused', captureIds: ['a', 'b', 'c'] }, shows: '↺ Shop checkout            critical ×3  http' },
    { event: { reason: 'manual', severity: 'info' }, shows: 'by hand   http' },
    { event: { reason: 'schedule', severity: 'info' }, shows: 'planned   http' },
    { event: { testName: undefined, testId: '71' }, shows: '✔ test 71 ' },
    { event: { testName: undefined }, shows: '✔ an alert ' },
    { event: { link: undefined, captureUrl: 'http://board/captures/1' }, shows: 'critical  http://board/captures/1' },
  ])('shows $shows', ({ event, shows }) => {
    expect(lineOf(event)).toContain(shows);
  });

  it('says of a failure what it is, and below it what to do', () => {
    const error = { code: 'forbidden', detail: '403 Forbidden', advice: 'Give the user the permission.' };

    expect(lineOf({ status: 'failed', link: undefined, error })).toBe(
      '04:10:05 ✖ Shop checkout            critical  403 Forbidden\n           Give the user the permission.\n',
    );
  });

  it('puts a link that does not fit on a line of its own, and never cuts it', () => {
    const [head = '', tail] = lineOf({}, 60).split('\n');

    expect(widthOf(head)).toBeLessThanOrEqual(60);
    expect(tail?.trim()).toBe(LINK);
  });

  it('cuts a long name', () => {
    expect(lineOf({ testName: 'A name that goes on and on and on' })).toContain(' A name that goes on and… critical ');
  });

  it('lets no name move the cursor, start a line or hide what follows', () => {
    const text = lineOf({ testName: `${ESCAPE}[2J${ESCAPE}]0;title\u0007a\r\nb\u202Ec` });

    expect(text).toMatch(/✔ a b c +critical/);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toContain(ESCAPE);
  });

  it('has colors if they are wanted', () => {
    const paint = (style: Parameters<typeof styleText>[0], text: string) =>
      styleText(style, text, { validateStream: false });

    expect(eventLine(CREATED, AT, 100, paint)).toContain(`${ESCAPE}[32m✔${ESCAPE}[39m`);
  });
});
