import type { Capture } from './capture.ts';
import type { Window } from './window.ts';

const MAX_DISPLAY_NAME = 120;
const MAX_PART = 43;

/** A snapshot's name in ThousandEyes' own list: what, which test, when, and the capture to find it by. */
export const displayNameOf = (capture: Capture, { endDate }: Window): string => {
  const rule = capture.alert?.ruleName ?? capture.reason;
  const test = capture.testName ?? capture.alert?.testName ?? `test ${capture.testId}`;
  const own = capture.displayName ?? `${clean(rule, MAX_PART)} - ${clean(test, MAX_PART)} - ${endDate.slice(0, 16)}Z`;
  const id = ` [${capture.id.slice(0, 8)}]`;
  return `${clean(own, MAX_DISPLAY_NAME - id.length)}${id}`;
};

/** Alert text is untrusted: control and format characters out, white space folded, bounded. */
const clean = (value: string, max: number): string =>
  value
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .slice(0, max)
    .toWellFormed()
    .trim();
