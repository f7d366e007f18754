import { describe, expect, it } from 'vitest';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { boardUrl, readFilter, renderFilter } from '../../../lib/operator/board/parts/filter.ts';

describe('the board’s filter, as its URL has it', () => {
  it('is empty, and a hundred captures, without one', () => {
    expect(readFilter()).toEqual({ filter: {}, query: { limit: '100' } });
  });

  it('leaves out what a form sends empty, and blanks', () => {
    expect(readFilter({ state: 'failed', testId: '', since: ' ', cursor: undefined })).toEqual({
      filter: { state: 'failed' },
      query: { limit: '100', state: 'failed' },
    });
    expect(readFilter({ testId: ' 7 ', limit: '9' }).query).toEqual({ limit: '9', testId: '7' });
  });

  it.each([
    { since: '2026-03-02T09:00', asked: '2026-03-02T09:00:00Z' },
    { since: '2026-03-02T09:00:30', asked: '2026-03-02T09:00:30Z' },
    { since: '2026-03-02T09:00:00Z', asked: '2026-03-02T09:00:00Z' },
    { since: '2026-03-02T09:00:00.5', asked: '2026-03-02T09:00:00.5' },
    { since: 'x2026-03-02T09:00', asked: 'x2026-03-02T09:00' },
    { since: 'yesterday', asked: 'yesterday' },
  ])('takes a browser’s time as UTC, and leaves the rest to be refused: $since', ({ since, asked }) => {
    expect(readFilter({ since })).toEqual({ filter: { since }, query: { limit: '100', since: asked } });
  });
});

describe('what is pasted into the board’s search', () => {
  it.each([
    { find: '3417721', query: { testId: '3417721' } },
    { find: '5b1f6c1e-3a40-4c5e-9d11-0a7c3f2e8d64', query: { alertId: '5b1f6c1e-3a40-4c5e-9d11-0a7c3f2e8d64' } },
    { find: 'c0ffee00000000000000000000000001', query: { captureId: 'c0ffee00000000000000000000000001' } },
    {
      find: 'https://evidence.example.com/captures/c0ffee00000000000000000000000001',
      query: { captureId: 'c0ffee00000000000000000000000001' },
    },
    { find: 'C0FFEE00000000000000000000000001', query: { alertId: 'C0FFEE00000000000000000000000001' } },
    { find: 'alert-7', query: { alertId: 'alert-7' } },
    { find: 'https://app.thousandeyes.com/alerts/list/?__a=74411&alertId=203114456', query: { alertId: '203114456' } },
    { find: 'https://app.thousandeyes.com/view/tests/?testId=3417721&__a=74411', query: { testId: '3417721' } },
    { find: 'https://api.thousandeyes.com/v7/tests/bgp/3417721', query: { testId: '3417721' } },
    { find: 'https://app.thousandeyes.com/', query: { alertId: 'https://app.thousandeyes.com/' } },
  ])('is looked for as what it is: $find', ({ find, query }) => {
    expect(readFilter({ find, severity: 'major' })).toEqual({
      filter: { find, severity: 'major' },
      query: { limit: '100', severity: 'major', ...query },
    });
  });

  it.each([
    { filter: { find: 'x', testId: '7' }, value: 'x' },
    { filter: { testId: '7' }, value: '7' },
    { filter: { alertId: 'a-1' }, value: 'a-1' },
  ])('is shown again: $filter', ({ filter, value }) => {
    expect(markupOf(renderFilter(filter))).toContain(`size="18" value="${value}"`);
  });

  it('leaves the rest of the filter as it is', () => {
    const markup = markupOf(renderFilter({ state: 'failed', aid: '9', severity: 'major', reason: 'alert' }));

    expect(markup.match(/type="hidden" name="(\w+)" value="(\w+)"/g)).toEqual([
      'type="hidden" name="state" value="failed"',
      'type="hidden" name="aid" value="9"',
      'type="hidden" name="severity" value="major"',
      'type="hidden" name="reason" value="alert"',
    ]);
  });
});

describe('the board’s URL', () => {
  it.each([
    { name: 'without a filter', url: boardUrl({}), expected: '/' },
    { name: 'with one', url: boardUrl({ state: 'failed', testId: '7' }), expected: '/?state=failed&testId=7' },
    { name: 'another state', url: boardUrl({ state: 'failed' }, { state: 'pending' }), expected: '/?state=pending' },
    { name: 'any state', url: boardUrl({ state: 'failed', testId: '7' }, { state: '' }), expected: '/?testId=7' },
    { name: 'from the first page on', url: boardUrl({ testId: '7', cursor: 'x' }), expected: '/?testId=7' },
    { name: 'the next page', url: boardUrl({ cursor: 'x' }, { cursor: 'y' }), expected: '/?cursor=y' },
  ])('changes the filter and nothing else: $name', ({ url, expected }) => {
    expect(url).toBe(expected);
  });
});

describe('the board’s filter, as it is shown', () => {
  it('marks the state that it lets through, keeps it in the form, and can be cleared', () => {
    const markup = markupOf(renderFilter({ state: 'failed', testId: '7', since: '2026-03-02T09:00:00.000Z' }));

    expect(markup).toContain(
      '<a href="/?state=failed&#38;testId=7&#38;since=2026-03-02T09%3A00%3A00.000Z" aria-current="true">failed</a>',
    );
    expect(markup.match(/aria-current/g)).toHaveLength(1);
    expect(markup).toContain('<input type="hidden" name="state" value="failed">');
    expect(markup).toContain('value="7"');
    expect(markup).toContain('step="1" value="2026-03-02T09:00:00"');
    expect(markup).toContain('<a href="/">Clear</a>');
  });

  it('marks all if there is none, and has nothing to clear', () => {
    const markup = markupOf(renderFilter({}));

    expect(markup).toContain('<a href="/" aria-current="true">all</a>');
    expect(markup.match(/aria-current/g)).toHaveLength(1);
    expect(markup).not.toMatch(/hidden|Clear/);
  });

  it('keeps a time as it is if it is none', () => {
    expect(markupOf(renderFilter({ since: '09:00Z!' }))).toContain('value="09:00Z!"');
  });
});
