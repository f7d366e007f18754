import type { NotificationEvent } from './event.ts';
import { plainForChat } from '../text.ts';
import { commandOf } from '../captures/uncovered-start.ts';
import {
  andMore,
  earlierOf,
  expiryOf,
  isWithoutLink,
  notCoveredLine,
  whoOpens,
  WITHHELD,
  WITHOUT_LINK,
} from './sentences.ts';
import { waysBackIn } from './ways-back.ts';

/*
 * Source: the custom notification schema of Amazon Q Developer in chat applications (formerly AWS Chatbot), version
 * 1.0: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */

/** A message that Amazon Q Developer passes to Slack and Microsoft Teams. */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: { readonly threadId: string; readonly summary: string };
}

/** The schema allows a title of 250 characters. A name of this length leaves room for the rest of the title. */
const MAX_NAME = 120;
const MAX_ALERTS = 5;

const ICONS = { created: '📸', reused: '♻️', failed: '⚠️' } as const;

/**
 * Makes the chat message of an event. All messages of one test are in one thread. Slack and Teams have no common markup
 * for links, but both turn a bare URL into a link. Each URL has its own line, so that no punctuation becomes part of
 * it.
 */
export const chatNotificationOf = (event: NotificationEvent): ChatNotification => {
  const name = plainForChat(event.testName ?? '', MAX_NAME) || `test ${event.testId ?? 'unknown'}`;
  const what = event.status === 'failed' ? 'Snapshot failed' : 'Snapshot';
  const title = `${ICONS[event.status]} ${what}: ${name}${andMore(event)}`;
  const more = event.alerts.length - MAX_ALERTS;
  const lines = [
    ...(event.link === undefined ? [] : [`Snapshot, ${whoOpens(event)}, expires ${expiryOf(event)}:`, event.link]),
    ...(event.linkWithheld ? [WITHHELD] : []),
    ...(isWithoutLink(event) ? [WITHOUT_LINK] : []),
    ...(event.error ? [`${event.error.code}: ${plainForChat(event.error.detail, 300)}`] : []),
    `${event.startDate} to ${event.endDate}`,
    ...(event.notCovered ? [notCoveredLine(event.notCovered, event.endDate)] : []),
    ...event.alerts.slice(0, MAX_ALERTS).map(({ severity, ruleName, startedAt }) => {
      const since = startedAt === undefined ? '' : ` since ${plainForChat(startedAt, 40)}`;
      return `• ${severity}: ${plainForChat(ruleName ?? 'unnamed rule', MAX_NAME)}${since}`;
    }),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...earlierOf(event).flatMap(({ name: earlier, place }) => [`${earlier}:`, place]),
    ...waysBackIn(event).flatMap(({ label, url }) => [`${label}:`, url]),
  ];
  const nextSteps = [
    ...(event.error ? [event.error.advice] : []),
    ...(event.notCovered ? [`To cover the start: \`${commandOf(event.notCovered)}\``] : []),
  ];
  return {
    version: '1.0',
    source: 'custom',
    id: event.captureId,
    content: {
      textType: 'client-markdown',
      title,
      description: lines.join('\n'),
      ...(nextSteps.length > 0 && { nextSteps }),
      keywords: ['ThousandEyes', event.status, event.severity],
    },
    metadata: { threadId: `${event.aid ?? 'default'}-${event.testId ?? event.captureId}`, summary: `${what}: ${name}` },
  };
};
