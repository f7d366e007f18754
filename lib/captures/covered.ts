import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { oneLine } from '../text.ts';
import type { CaptureFields, CoveredCapture } from './capture-fields.ts';

/** A follower as its leader's notification lists it. Texts are bounded, because one item holds up to fifty of them. */
export const covered = ({
  id,
  severity,
  alert,
  requestedBy,
  cancelledBy,
}: Pick<CaptureFields, 'id' | 'severity' | 'alert' | 'requestedBy' | 'cancelledBy'>): CoveredCapture => ({
  captureId: id,
  severity,
  ...(alert && { alert: boundedAlert(alert) }),
  ...present({ requestedBy, cancelledBy }),
});

const MAX_COVERED_TEXT = 300;

const boundedAlert = (alert: Alert): Alert => {
  const { testName: _testName, ...told } = alert;
  const bounded = Object.entries(told).map(([key, value]) => [key, oneLine(value, MAX_COVERED_TEXT)]);
  return { ...told, ...Object.fromEntries(bounded) };
};
