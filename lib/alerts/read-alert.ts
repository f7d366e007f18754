import { type Alert, canBeLookedUp, type FamilyReading } from './alert.ts';
import { readClassic } from './classic.ts';
import { readCustom } from './custom.ts';
import { namesTwo } from './named-twice.ts';
import type { WithoutSnapshot } from './without-snapshot.ts';

/** The result of reading a webhook body: an alert, a body that needs no snapshot, or an unknown body. */
export type Reading =
  | { readonly outcome: 'alert'; readonly alert: Alert }
  | { readonly outcome: 'ignored'; readonly reason: 'test_ping' | WithoutSnapshot | Alert['transition'] }
  /** `alert`: what was read of it for sure, and is not enough. */
  | { readonly outcome: 'unknown'; readonly why: string; readonly alert?: Alert };

/**
 * Reads a parsed webhook body of any known family: classic, or a custom template (the Generic and Splunk presets, the
 * template of `docs/webhook-template.hbs`, flat templates). It never throws: a body of no known family is `unknown`,
 * with the reason.
 *
 * @param captureOn the transitions to capture; an alert with another transition is ignored, even if its other fields
 *   are missing
 */
export const readAlert = (body: unknown, captureOn: Alert['transition'] | 'both' = 'trigger'): Reading => {
  if (namesTwo(body))
    return { outcome: 'unknown', why: 'the body names two tests or two alerts, as when a name has a quote' };
  const classic = readClassic(body);
  // A custom template may use the classic `eventType` and have its ids in other places.
  const read = namesNothing(classic) ? (readCustom(body) ?? classic) : classic;
  if (read === undefined) return { outcome: 'unknown', why: 'no known payload family fits' };
  if (typeof read === 'string') return { outcome: 'ignored', reason: read };
  if (captureOn !== 'both' && read.transition !== captureOn) return { outcome: 'ignored', reason: read.transition };
  if (read.testId === undefined && !canBeLookedUp(read)) {
    const why = 'neither a test id nor an alert id (UUID) to look it up by';
    return { outcome: 'unknown', why, ...(read.alertId !== undefined && { alert: read }) };
  }
  return { outcome: 'alert', alert: read };
};

const namesNothing = (read: FamilyReading): boolean =>
  read === undefined || (typeof read === 'object' && read.testId === undefined && !canBeLookedUp(read));
