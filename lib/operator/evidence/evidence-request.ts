import { DECIMAL_ID, NOT_DECIMAL_ID } from '../../alerts/decimal-id.ts';
import { text } from '../../alerts/fields.ts';
import { isIndexed } from '../../ledger/items.ts';
import type { Read } from '../requests.ts';

/** The alert in an evidence address. */
export interface EvidenceRequest {
  readonly alertId: string;
  /** The account group; absent for any. */
  readonly aid?: string | undefined;
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** A placeholder such as `{{alert.id}}`, bare or percent-encoded. */
const PLACEHOLDER = /\{\{|%7b%7b/i;

/**
 * Reads `/alerts/{alertId}?aid=…`. The address comes from a template that a user wrote, and other systems may have
 * added parameters: an empty `aid` counts as absent, and unknown parameters are ignored.
 *
 * @param rawPath decoded by API Gateway, but not by the local gateway and Lambda's function URLs
 * @returns the id in the form of the ledger, or what is wrong. The fault repeats nothing of the request
 */
export const readEvidenceRequest = (rawPath: string, parameters: Parameters = {}): Read<EvidenceRequest> => {
  const given = rawPath.slice('/alerts/'.length);
  const aid = parameters['aid']?.trim() || undefined;
  if (PLACEHOLDER.test(given) || PLACEHOLDER.test(aid ?? '')) return { ok: false, faults: NOT_FILLED };
  const alertId = text.parse(decoded(given));
  if (alertId === undefined) return { ok: false, faults: 'alertId: must not be empty' };
  if (!isIndexed(alertId)) return { ok: false, faults: 'alertId: is longer than the ids that are stored' };
  if (aid !== undefined && !DECIMAL_ID.test(aid)) return { ok: false, faults: `aid: ${NOT_DECIMAL_ID}` };
  return { ok: true, value: { alertId, aid } };
};

const NOT_FILLED =
  'the address contains a placeholder that its sender did not fill in. docs/evidence.md says which placeholders work where';

/** Decodes percent-encoding. A segment that cannot be decoded was decoded before, or never encoded. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
