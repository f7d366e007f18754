import type { Capture } from './capture.ts';
import { oneLine } from '../text.ts';
import type { Window } from './window.ts';

const MAX_DISPLAY_NAME = 120;
const MAX_PART = 43;

/**
 * The snapshot's name in ThousandEyes' own list: the rule, the test, the time, and the start of the capture's id to
 * find it by.
 */
export const displayNameOf = (capture: Capture, { endDate }: Window): string => {
  const rule = capture.alert?.ruleName ?? capture.reason;
  const test = capture.testName ?? capture.alert?.testName ?? `test ${capture.testId}`;
  const own =
    capture.displayName ?? `${oneLine(rule, MAX_PART)} - ${oneLine(test, MAX_PART)} - ${endDate.slice(0, 16)}Z`;
  const id = ` [${capture.id.slice(0, 8)}]`;
  return `${oneLine(own, MAX_DISPLAY_NAME - id.length)}${id}`;
};
