import { describe, expect, it } from 'vitest';
import { judgeAccountGroup } from '../../setup/doctor/checks/account-group.ts';
import { judgeTest } from '../../setup/doctor/checks/test.ts';
import { reportOf, toText } from '../../setup/doctor/report.ts';
import { anAnswer } from './replies.ts';

/** A text that clears the screen, colors it, and reverses the writing direction. */
const DRAWS = '\u001B[2J\u009B31m\u202E\nok    All is well';

describe('doctor: names that others gave', () => {
  it('cannot draw on the terminal', () => {
    const groups = [{ aid: '1', accountGroupName: DRAWS }];
    const tests = anAnswer(200, { tests: [{ testId: '7', type: DRAWS }] });
    const report = reportOf({ 'account-group': judgeAccountGroup(groups, '2'), test: judgeTest('7', tests) });

    const text = toText(report);

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^ok {4}All is well/m);
    expect(text).toContain('-> It sees 1 ( [2J 31m ok All is well).');
    expect(text).toContain('has the type [2J 31m ok All is well, which the doctor does not know.');
  });
});
