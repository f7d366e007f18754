import type { Alert } from './alert.ts';
import { isObject } from './fields.ts';

/* Whether a custom webhook's body is a trigger or a clear, from every key that templates use for it. */

type Fields = Readonly<Record<string, unknown>>;

/** Keys in which templates render `{{type.id}}`: 1 is a clear, 2 a trigger (vendor's documentation). */
const TYPE_IDS = ['type', 'type.id', 'alert_type', 'alertType'] as const;
/** Keys in which templates write the transition as a word. */
const WORDS = ['type', 'event', 'event_type', 'eventType', 'event_action', 'status', 'state', 'transition'] as const;
/** Keys in which templates render `{{alert.timeCleared.epochMilli}}`. It is empty while the alert is active. */
const TIMES = ['cleared', 'timeCleared', 'time_cleared', 'clearedAt', 'cleared_at', 'dateEnd', 'dateEndZoned'] as const;

const CLEAR =
  /(?<![a-z])(?<!(?<![a-z])(not|never)[\W_]{0,3})(clear(ed)?|resolved?|recover(ed|y)|inactive|closed)(?![a-z])/i;
/** Text that names a state and contains no rule's or test's name. */
const STATE =
  /^([\W_]|te|thousandeyes|auto|alerts?|notification|event|status|state|is|was|has|been|clear(ed)?|resolved?|recover(ed|y)|inactive|closed)+$/i;
/** Seconds or milliseconds since the epoch, or a date with or without a time. A date before 2000 means "no time". */
const TIME = /^(\d{10,14}(\.\d+)?|2\d{3}-\d\d-\d\d([ T].*)?)$/;

/** A plain value as text; templates may wrap one as `{"id": 1}` or `{"epochMilli": 1772420640000}`. */
const plain = (value: unknown): string => {
  const inner: unknown = isObject(value)
    ? 'id' in value
      ? value.id
      : 'epochMilli' in value && value.epochMilli
    : value;
  return typeof inner === 'string' || typeof inner === 'number' ? String(inner).trim() : '';
};

/** Whether a value is a rendered `{{type.id}}` and not an alert type. */
export const isTypeId = (value: unknown): boolean => /^[12]$/.test(plain(value));

const hasTypeId = (fields: Fields, id: '1' | '2'): boolean => TYPE_IDS.some((name) => plain(fields[name]) === id);

const saysClear = (fields: Fields, isTriggerById: boolean): boolean =>
  hasTypeId(fields, '1') ||
  WORDS.map((name) => plain(fields[name])).some((it) => CLEAR.test(it) && (!isTriggerById || STATE.test(it))) ||
  TIMES.some((name) => TIME.test(plain(fields[name])));

/**
 * The transition that a custom template's body names, in its event or in the alert inside it. One key that says "clear"
 * is enough, so a clear is never captured as a trigger. Only a sentence may contain a name, such as `Disaster
 * Recovery`, and does not outweigh the type id of a trigger. A body that names no transition is a trigger, because an
 * unnecessary snapshot costs less than missing evidence.
 */
export const transitionOf = (event: Fields, alert: Fields): Alert['transition'] => {
  const isTriggerById = hasTypeId(event, '2') || hasTypeId(alert, '2');
  return saysClear(event, isTriggerById) || saysClear(alert, isTriggerById) ? 'clear' : 'trigger';
};
