import { GATE_HEADLINES, isGateReason } from '../../lib/operator/gate-advice.ts';
import { printable } from './paint.ts';

/** The meaning of a log line for a person at the terminal. Most lines have none. */
export type Seen =
  /** An alert or a request for a capture was accepted. */
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

/** Reads a log line; undefined if it has no meaning for a person. */
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
      // All other outcomes close the gate, or end as a message on the topic.
      return outcome === 'doubtful'
        ? {
            kind: 'warning',
            text: `No link yet, the worker tries again: ${answerOf(detail)}`,
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

/** Parses a log line; undefined for lines that Node writes. */
const parse = (text: string): LogLine | undefined => {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return undefined; // an incomplete line
  }
};
