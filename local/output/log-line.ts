import { GATE_HEADLINES, isGateReason } from '../../lib/operator/gate-advice.ts';
import { printable } from './paint.ts';

/** What a line of the functions' logs means to somebody who watches; most lines mean nothing to them. */
export type Seen =
  /** An alert, or a request for a capture, was taken in. */
  | {
      readonly kind: 'taken-in';
      readonly captureId: string;
      readonly what: 'alert' | 'manual capture' | 'planned capture';
    }
  /** Captures wait for a slot, or for ThousandEyes. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'warning' | 'failure'; readonly text: string };

interface LogLine {
  readonly level?: string;
  readonly message?: string;
  readonly service?: string;
  readonly captureId?: string;
  readonly status?: string;
  readonly outcome?: string;
  readonly detail?: string;
  readonly reason?: string;
  readonly error?: { readonly message?: string };
}

/** Reads a line of a log; undefined if nobody has to see it. */
export const readLogLine = (text: string): Seen | undefined => {
  const logged = parse(text);
  if (logged === undefined) return undefined;
  const { message = '', captureId = '', status, outcome, detail, reason = '' } = logged;
  switch (message) {
    case 'alert_taken_in':
      return status === 'accepted' ? { kind: 'taken-in', captureId, what: 'alert' } : undefined;
    case 'manual_capture_taken_in':
      return { kind: 'taken-in', captureId, what: 'manual capture' };
    case 'scheduled_capture_taken_in':
      return { kind: 'taken-in', captureId, what: 'planned capture' };
    case 'wake_scheduled':
      return { kind: 'waiting' };
    case 'gate_closed':
      return { kind: 'warning', text: isGateReason(reason) ? GATE_HEADLINES[reason] : 'ThousandEyes is not called' };
    case 'snapshot_not_created':
      // Every other outcome closes the gate, or ends as a message on the topic.
      return outcome === 'doubtful'
        ? {
            kind: 'warning',
            text: `No link yet, it is tried again: ${answerOf(detail)}`,
          }
        : undefined;
    default:
      return otherwise(logged);
  }
};

/** What ThousandEyes answered, or the code of a connection that broke. */
const answerOf = (detail = ''): string => {
  const shown = printable(detail);
  return shown.includes(' ') ? shown : `ThousandEyes did not answer${shown && ` (${shown})`}`;
};

const otherwise = ({ level, message = '', service = '', error }: LogLine): Seen | undefined => {
  const text = `${service.split('/').at(-1)}: ${message.replaceAll('_', ' ')}`;
  if (level === 'WARN') return { kind: 'warning', text };
  if (level !== 'ERROR') return undefined;
  return { kind: 'failure', text: error?.message === undefined ? text : `${text} (${printable(error.message)})` };
};

/** Undefined for what Node itself writes. */
const parse = (text: string): LogLine | undefined => {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return undefined; // half a line
  }
};
