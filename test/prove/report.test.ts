import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createProgress } from '../../prove/progress.ts';
import { isProven, jsonOf, textOf } from '../../prove/report.ts';
import { planOf } from '../../prove/storm/plan.ts';
import { claimsOf } from '../../prove/verdict/claims.ts';
import { figuresOf } from '../../prove/verdict/figures.ts';
import type { StormRecord } from '../../prove/verdict/records.ts';
import { ROOT } from '../support/packaged-template.ts';
import { aSoundRecord } from './records.ts';

const SOUND = aSoundRecord();
const SILENT: StormRecord = { ...SOUND, messages: [] };
const FAST: StormRecord = { ...SOUND, calls: SOUND.calls.map((call) => ({ ...call, at: 0 })) };

const judged = (name: string, record: StormRecord) => {
  const figures = figuresOf(record);
  return { name, figures, claims: claimsOf(figures, record) };
};

const report = (...records: StormRecord[]) => ({
  plan: planOf(8, 12_000),
  judged: records.map((record, index) => judged(index === 0 ? 'this project' : 'a baseline', record)),
  tookMs: 187_000,
});

describe('the report', () => {
  it('shows this project beside a baseline, and each claim of this project', () => {
    const text = stripVTControlCharacters(textOf(report(SOUND, FAST)));

    expect(text).toMatch(/^8 alerts of 8 tests\. At most 5 calls may arrive in any 12 s, and a strict limiter counts/);
    expect(text).toMatch(/^\| alerts accepted +\| 8 of 8 +\| 8 of 8 +\|$/m);
    expect(text).toMatch(/^\| most calls in any 12 s +\| 4 +\| 9 \(5 are allowed\) \|$/m);
    expect(text).toMatch(/^holds {2}once {6}no alert was reported twice$/m);
    expect(text).toMatch(/\nProven, in 3 min 7 s\.\n$/);
  });

  it('says which claims fail', () => {
    const text = stripVTControlCharacters(textOf(report(SILENT)));

    expect(text).toMatch(/^FAILS {2}reported {2}alerts that were accepted and never reported: 8 \(a0, /m);
    expect(text).toMatch(/\nNot proven \(reported\), in 3 min 7 s\.\n$/);
  });

  it('names the counter that the calls went to', () => {
    const upstream = 'http://127.0.0.1:9000/v7';

    expect(textOf({ ...report(SOUND), upstream })).toContain(`they go to ${upstream}`);
  });

  it.each([
    { name: 'all claims of this project', judged: report(SOUND, SILENT).judged, proven: true },
    { name: 'all claims of a baseline only', judged: report(SILENT, SOUND).judged, proven: false },
    { name: 'nobody', judged: [], proven: false },
  ])('is a proof if the storm holds $name', ({ judged: systems, proven }) => {
    expect(isProven(systems)).toBe(proven);
  });

  it('has the claims that docs/prove.md explains', async () => {
    const page = await readFile(`${ROOT}docs/prove.md`, 'utf8');
    const explained = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);

    expect(explained).toEqual(judged('this project', SOUND).claims.map(({ name }) => name));
  });

  it('is JSON for a program', () => {
    expect(JSON.parse(jsonOf(report(SILENT)))).toMatchObject({
      proven: false,
      tookMs: 187_000,
      storm: { alerts: 8, limit: 5, periodMs: 12_000 },
      systems: [{ name: 'this project', figures: { calls: 9, missing: expect.arrayContaining(['a0']) } }],
    });
  });
});

describe('the progress', () => {
  const show = (isTTY: boolean) => {
    const written: string[] = [];
    let now = 0;
    const progress = createProgress({ isTTY, write: (text) => written.push(text) }, () => now);
    progress.event('this project', 'takes alerts');
    progress.record('this project', SOUND);
    for (now = 1000; now <= 61_000; now += 1000) progress.tick();
    progress.clear();
    return written;
  };

  it('is a line each half minute in a file', () => {
    expect(show(false)).toEqual([
      '       0 s  this project takes alerts\n',
      '      30 s  reported: this project 8/8\n',
      ' 1 min 0 s  reported: this project 8/8\n',
    ]);
  });

  it('is one line on a terminal, which changes each second and goes away', () => {
    const written = show(true);

    const shown = written.filter((text) => text.includes('reported:'));
    expect(shown).toHaveLength(61);
    expect(shown.filter((text) => !text.startsWith('\r\x1b[2K') || text.includes('\n'))).toEqual([]);
    expect(written.at(-1)).toBe('\r\x1b[2K');
  });
});
