import type { Capture } from '../../lib/captures/capture.ts';
import { mayRepeat, type Publication } from './publications.ts';
import { tooManyRefusals } from './refusals.ts';
import type { CountedCall } from './upstream.ts';
import type { Scenario, World } from './world.ts';

/** The first period, at any start, with more calls than the limit; undefined if there is none. */
export const overLimit = (
  calls: readonly Pick<CountedCall, 'at'>[],
  { limit, periodMs }: Pick<Scenario, 'limit' | 'periodMs'>,
): { from: number; to: number } | undefined => {
  const times = calls.map(({ at }) => at).toSorted((a, b) => a - b);
  for (const [index, from] of times.entries()) {
    const to = times[index + limit];
    if (to !== undefined && to - from < periodMs) return { from, to };
  }
  return undefined;
};

/** The most messages in a second. SNS suspends an e-mail address that gets more than ten; this is half of that. */
const MESSAGES_A_SECOND = 5;

/** The first second, at any start, with more messages than allowed; undefined if there is none. */
const overPace = (sent: readonly number[]): { from: number; to: number } | undefined =>
  overLimit(
    sent.map((at) => ({ at })),
    { limit: MESSAGES_A_SECOND, periodMs: 1000 },
  );

/** The end of each capture of the ledger, to be counted. */
export const outcomeOf = (capture: Capture): 'merged' | 'reused' | 'published' | 'failed' | 'ignored' | 'open' => {
  if (capture.state === 'ignored') return 'ignored';
  if (capture.state !== 'published' && capture.state !== 'failed') return 'open';
  if (capture.announcedAt === undefined) return 'open';
  if (capture.mergedInto !== undefined) return 'merged';
  if (capture.state === 'failed') return 'failed';
  return capture.reusedFrom === undefined ? 'published' : 'reused';
};

/** The messages that announce a capture, each once, by the capture's id. */
const messagesByCapture = (published: readonly Publication[]): ReadonlyMap<string, readonly Publication[]> => {
  const messages = new Map<string, Publication[]>();
  for (const publication of published) {
    for (const id of publication.notification.event.captureIds) {
      messages.set(id, [...(messages.get(id) ?? []), publication]);
    }
  }
  return messages;
};

/**
 * The faults of the messages about one capture: there is none; a second one is no repeat of the first; or a message
 * repeats one whose acceptance the worker could record. A worker that outlived its invocation may name captures that
 * another one has taken since; its message about its own capture is correct all the same.
 */
const brokenByMessages = (id: string, messages: readonly Publication[]): string[] => {
  if (messages.length === 0) return [`${id} has no notification`];
  const links = new Map(messages.map(({ notification: { event } }) => [event.captureId, event.link]));
  const hasTwoLinks = messages.some(({ notification: { event } }) => links.get(event.captureId) !== event.link);
  const timely = messages.filter(({ isOutlived }) => !isOutlived);
  const leaders = new Set(timely.map(({ notification }) => notification.event.captureId));
  const repeated = timely.slice(1).flatMap((repeat, index) => {
    const before = timely[index];
    return before && !mayRepeat(repeat, before) ? [before.aftermath] : [];
  });
  return [
    ...(hasTwoLinks ? [`${id} was told two links`] : []),
    ...(leaders.size > 1 ? [`${id} was told by ${[...leaders].join(' and by ')}`] : []),
    ...repeated.map((aftermath) => `${id} was told again though the first was ${aftermath}`),
  ];
};

/** Every way in which a finished world broke its promises, one line each; empty if all are kept. */
export const brokenPromises = (world: World, scenario: Scenario): string[] => {
  const broken = [...world.violations, ...tooManyRefusals(world, scenario)];
  const captures = world.ledger.all();
  const byId = new Map(captures.map((capture) => [capture.id, capture]));
  const messages = messagesByCapture(world.published);

  const flood = overPace(world.sent);
  if (flood) broken.push(`six messages from ${flood.from} to ${flood.to}`);

  const over = overLimit(world.upstream.calls, scenario);
  if (over) broken.push(`${scenario.limit + 1} calls from ${over.from} to ${over.to}, within ${scenario.periodMs} ms`);

  for (const id of world.accepted) {
    const capture = byId.get(id);
    if (capture === undefined) broken.push(`${id} was answered 200 and is not in the ledger`);
    else if (outcomeOf(capture) === 'open') broken.push(`${id} is still ${capture.state}`);
    else if (capture.state === 'published' && capture.snapshot === undefined) broken.push(`${id} has no link`);
    else if (capture.state === 'failed' && capture.failure === undefined) broken.push(`${id} has no reason`);
    const told = messages.get(id) ?? [];
    if (capture?.state === 'ignored') {
      if (told.length > 0) broken.push(`${id} is ignored, and was told`);
      if (!world.endpointAlerts.has(id)) broken.push(`${id} is ignored without evidence`);
      continue;
    }
    if (world.endpointAlerts.has(id) && capture?.snapshot)
      broken.push(`${id} has a snapshot of an Endpoint Agent test`);
    broken.push(...brokenByMessages(id, told));
    const links = told.map(({ notification }) => notification.event.link);
    if (capture?.snapshot && !links.includes(capture.snapshot.link)) broken.push(`${id} was told another link`);
  }

  const toldLinks = new Set(world.published.map(({ notification }) => notification.event.link));
  for (const { link, leader } of world.upstream.calls) {
    if (link === undefined || toldLinks.has(link)) continue;
    const { id } = captures.find((capture) => capture.id.startsWith(leader)) ?? { id: leader };
    const told = (messages.get(id) ?? []).map(({ notification }) => notification.event);
    if (!told.some(({ possibleDuplicate }) => possibleDuplicate)) broken.push(`${link} of ${id} is not marked`);
  }
  return broken;
};

/** Captures with more than one notification of their own. */
export const doubledNotifications = (world: World): number => {
  const ids = world.published.map(({ notification }) => notification.event.captureId);
  return ids.length - new Set(ids).size;
};
