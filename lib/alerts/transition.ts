import type { Alert } from './alert.ts';
import { isObject } from './fields.ts';

/* Whether a custom webhook's body is about a trigger or a clear, from all the places where templates say so. */

type Fields = Readonly<Record<string, unknown>>;

/** Where templates render `{{type.id}}`: 1 is a clear, 2 a trigger (vendor's documentation). */
const TYPE_IDS = ['type', 'type.id', 'alert_type', 'alertType'] as const;
/** Where templates say it in a word. */
const WORDS = ['type', 'event', 'event_type', 'eventType', 'event_action', 'status', 'state', 'transition'] as const;
/** Where templates render `{{alert.timeCleared.epochMilli}}`, which is empty as long as the alert is active. */
const TIMES = ['cleared', 'timeCleared', 'time_cleared', 'clearedAt', 'cleared_at', 'dateEnd', 'dateEndZoned'] as const;

const CLEAR =
  /(?<![a-z])(?<!(?<![a-z])(not|never)[\W_]{0,3})(clear(ed)?|resolved?|recover(ed|y)|inactive|closed)(?![a-z])/i;
/** A state and nothing else: no rule's or test's name is in it. */
const STATE =
  /^([\W_]|te|thousandeyes|auto|alerts?|notification|event|status|state|is|was|has|been|clear(ed)?|resolved?|recover(ed|y)|inactive|closed)+$/i;
/** Seconds or milliseconds since the epoch, or a date with or without a time; none before 2000, which stands for no time. */
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

/** Whether a value is `{{type.id}}`, and no type of alerts. */
export const isTypeId = (value: unknown): boolean => /^[12]$/.test(plain(value));

const hasTypeId = (fields: Fields, id: '1' | '2'): boolean => TYPE_IDS.some((name) => plain(fields[name]) === id);

const saysClear = (fields: Fields, isTriggerById: boolean): boolean =>
  hasTypeId(fields, '1') ||
  WORDS.map((name) => plain(fields[name])).some((it) => CLEAR.test(it) && (!isTriggerById || STATE.test(it))) ||
  TIMES.some((name) => TIME.test(plain(fields[name])));

/**
 * The transition that a body of a custom template is about, by its event and the alert in it. One place that speaks of a
 * clear is enough: a clear is never taken for a trigger. But a sentence may hold a name, `Disaster Recovery`, say, and does not
 * outweigh the type id of a trigger. What says nothing is a trigger, for evidence too much costs less than evidence missed.
 */
export const transitionOf = (event: Fields, alert: Fields): Alert['transition'] => {
  const isTriggerById = hasTypeId(event, '2') || hasTypeId(alert, '2');
  return saysClear(event, isTriggerById) || saysClear(alert, isTriggerById) ? 'clear' : 'trigger';
};
