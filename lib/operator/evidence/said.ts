import type { Capture } from '../../captures/capture.ts';
import { FAILURE_ADVICE } from '../../captures/failure-advice.ts';
import { foreign } from '../board/capture-names.ts';
import { html, type Html } from '../board/html.ts';
import { date, moment } from '../board/time.ts';
import { ordinal, type Standing } from './standing.ts';

/** A standing in words: the verdict, and what comes next. */
export interface Said {
  readonly tone: 'calm' | 'busy' | 'blocked';
  /** Plain text, because it is also the page's title. */
  readonly verdict: string;
  readonly next: Html;
}

/** The standing in words. `now`: epoch milliseconds. */
export const saidOf = (standing: Standing, now: number): Said => {
  switch (standing.kind) {
    case 'nothing':
      return {
        tone: 'calm',
        verdict: 'Nothing is captured of this alert',
        next: html`It may be on its way: this page looks again by itself.`,
      };
    case 'open':
      return { tone: 'calm', verdict: 'The snapshot is there', next: html`It opens by itself.` };
    case 'waiting':
      return waiting(standing, now);
    case 'grouped':
      return {
        tone: 'busy',
        verdict: 'The closing snapshot of its test is still to come',
        next: html`<a href="/captures/${standing.grouped.openedBy}/link" rel="noopener noreferrer">The first snapshot</a> shows the test until ${moment(standing.grouped.showsUntil, now)} UTC. The closing one shows this alert, too: it is due at about ${moment(standing.dueAt, now)} UTC, and opens here by itself.`,
      };
    case 'in_hand':
      return {
        tone: 'busy',
        verdict: 'The snapshot is being created',
        next: html`It opens here by itself as soon as it is there.`,
      };
    case 'expired':
      return {
        tone: 'blocked',
        verdict: 'The snapshot has expired',
        next: html`ThousandEyes kept it until ${standing.capture.snapshot && date(standing.capture.snapshot.expiresAt)}. Its link does not open any more.`,
      };
    case 'unlinked':
      return {
        tone: 'blocked',
        verdict: 'The snapshot was created, but ThousandEyes gave no link to it',
        next: html`Look for its name among the snapshots in ThousandEyes${standing.capture.snapshot?.id !== undefined && html`; its id is <code>${standing.capture.snapshot.id}</code>`}.`,
      };
    case 'failed':
      return {
        tone: 'blocked',
        verdict: `The capture failed: ${codeOf(standing.capture)}`,
        next: failure(standing.capture),
      };
    case 'cancelled':
      return {
        tone: 'blocked',
        verdict: 'The capture was cancelled',
        next: html`${standing.capture.cancelledBy === undefined ? 'An operator' : foreign(standing.capture.cancelledBy)} cancelled it, so there is no snapshot.`,
      };
    case 'ignored':
      return { tone: 'calm', verdict: 'There can be no snapshot of this alert', next: failure(standing.capture) };
  }
};

const waiting = ({ capture, place, dueAt }: Extract<Standing, { kind: 'waiting' }>, now: number): Said => {
  const due =
    dueAt !== undefined && (dueAt <= now ? html`It is due now.` : html`It is due at about ${moment(dueAt, now)} UTC.`);
  const again = capture.attempts > 0 && html` It is tried again: ThousandEyes gave no answer, or an error.`;
  return {
    tone: 'busy',
    verdict: place === undefined ? 'The snapshot waits in line' : `${ordinal(place)} in line`,
    next: html`${due}${again} The snapshot opens here by itself as soon as it is there.`,
  };
};

const codeOf = ({ failure }: Capture): string => failure?.code.replaceAll('_', ' ') ?? 'unknown';

const failure = ({ failure: why }: Capture): Html =>
  html`${why && html`${FAILURE_ADVICE[why.code]} <span class="detail">${foreign(why.detail, 300)}</span>`}`;
