import { type Capture, isPending, shownStateOf } from '../captures/capture.ts';
import type { EarlierSnapshot } from '../captures/snapshot.ts';
import { linkFactsOf } from '../captures/link-kind.ts';
import { isoOf } from '../time.ts';
import { uncoveredStartOf } from '../captures/uncovered-start.ts';
import { FAILURE_ADVICE } from '../captures/failure-advice.ts';

export type CaptureView = ReturnType<typeof viewOf>;

/** A capture as the operator API shows it: with ThousandEyes' field names, and without internal fields. */
export const viewOf = (capture: Capture) => {
  const { id, reason, severity, testId, aid, attempts, alert, snapshot, failure } = capture;
  return {
    id,
    state: shownStateOf(capture),
    reason,
    severity,
    testId,
    testName: capture.testName ?? alert?.testName,
    aid,
    startDate: snapshot?.startDate ?? capture.startDate,
    endDate: snapshot?.endDate ?? capture.endDate,
    receivedAt: isoOf(capture.receivedAt),
    requestedBy: capture.requestedBy,
    // An older version keeps this field when it sends the capture again.
    cancelledBy: shownStateOf(capture) === 'cancelled' ? capture.cancelledBy : undefined,
    announcedAt: capture.announcedAt === undefined ? undefined : isoOf(capture.announcedAt),
    endedAt: capture.endedAt === undefined ? undefined : isoOf(capture.endedAt),
    displayName: capture.displayName,
    link: snapshot?.link,
    snapshotId: snapshot?.id,
    ...(snapshot && linkFactsOf(snapshot)),
    attempts,
    alert: alert && {
      alertId: alert.alertId,
      transition: alert.transition,
      ruleId: alert.ruleId,
      ruleName: alert.ruleName,
    },
    grouped: isPending(capture) ? groupedOf(capture) : undefined,
    baseline: capture.baseline && earlierOf(capture.baseline),
    triggerSnapshots: capture.triggerSnapshots?.map(earlierOf),
    reusedFrom: capture.reusedFrom,
    mergedInto: capture.mergedInto,
    covers: capture.covers?.map(({ captureId }) => captureId),
    failure: failure && { ...failure, advice: FAILURE_ADVICE[failure.code] },
    possibleDuplicate: capture.possibleDuplicate,
    notCovered: uncoveredStartOf(capture, [alert]),
  };
};

/** The snapshot that shows the test so far, and the time at which the closing snapshot is due. */
const groupedOf = ({ grouped }: Capture) =>
  grouped && { captureId: grouped.openedBy, showsUntil: grouped.showsUntil, closingDueAt: isoOf(grouped.until) };

/** An earlier snapshot of the test, with its link. Every operator may see links. */
const earlierOf = ({ captureId, alertId, snapshot: { startDate, endDate, link } }: EarlierSnapshot) => {
  return { captureId, alertId, startDate, endDate, link };
};
