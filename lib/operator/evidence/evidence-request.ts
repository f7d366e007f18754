import { DECIMAL_ID, NOT_DECIMAL_ID } from '../../alerts/decimal-id.ts';
import { text } from '../../alerts/fields.ts';
import { isIndexed } from '../../ledger/items.ts';
import type { Read } from '../requests.ts';

/** Of which alert evidence is asked for. */
export interface EvidenceRequest {
  readonly alertId: string;
  /** Account group; absent: any. */
  readonly aid?: string | undefined;
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** `{{alert.id}}` as it stands in a template. */
const PLACEHOLDER = /\{\{|%7b%7b/i;

/**
 * Reads `/alerts/{alertId}?aid=…`. The address comes from a template that somebody wrote, and may have got more parameters on its
 * way: an empty `aid` counts as none, and other names are left alone.
 *
 * @param rawPath API Gateway hands it over decoded; the local gateway and Lambda's function URLs as it was sent
 * @returns the id as the ledger has it, or what is wrong, which repeats nothing of the request
 */
export const readEvidenceRequest = (rawPath: string, parameters: Parameters = {}): Read<EvidenceRequest> => {
  const given = rawPath.slice('/alerts/'.length);
  const aid = parameters['aid']?.trim() || undefined;
  if (PLACEHOLDER.test(given) || PLACEHOLDER.test(aid ?? '')) return { ok: false, faults: NOT_FILLED };
  const alertId = text.parse(decoded(given));
  if (alertId === undefined) return { ok: false, faults: 'alertId: must not be empty' };
  if (!isIndexed(alertId)) return { ok: false, faults: 'alertId: is longer than the id of any alert that is kept' };
  if (aid !== undefined && !DECIMAL_ID.test(aid)) return { ok: false, faults: `aid: ${NOT_DECIMAL_ID}` };
  return { ok: true, value: { alertId, aid } };
};

const NOT_FILLED =
  'a placeholder of a template is in the address: whoever sent it did not fill it in. See docs/evidence.md for what to write where';

/** What is no percent-encoding was decoded before, or never encoded. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
