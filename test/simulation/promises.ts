import type { Capture } from '../../lib/captures/capture.ts';
import type { CountedCall } from './upstream.ts';
import type { Scenario, World } from './world.ts';

/** The first period, wherever it starts, that holds more calls than the limit; undefined where none does. */
export const overLimit = (
  calls: readonly CountedCall[],
  { limit, periodMs }: Pick<Scenario, 'limit' | 'periodMs'>,
): { from: number; to: number } | undefined => {
  const times = calls.map(({ at }) => at).toSorted((a, b) => a - b);
  for (const [index, from] of times.entries()) {
    const to = times[index + limit];
    if (to !== undefined && to - from < periodMs) return { from, to };
  }
  return undefined;
};

/** How each capture of the ledger ended, for adding up. */
export const outcomeOf = (capture: Capture): 'merged' | 'reused' | 'published' | 'failed' | 'open' => {
  if (capture.state !== 'published' && capture.state !== 'failed') return 'open';
  if (capture.announcedAt === undefined) return 'open';
  if (capture.mergedInto !== undefined) return 'merged';
  if (capture.state === 'failed') return 'failed';
  return capture.reusedFrom === undefined ? 'published' : 'reused';
};

/** Every way in which a finished world broke its promise, a line each. Empty is the promise kept. */
export const brokenPromises = (world: World, scenario: Scenario): string[] => {
  const broken = [...world.violations];
  const captures = world.ledger.all();
  const byId = new Map(captures.map((capture) => [capture.id, capture]));
  const events = world.published.map(({ notification }) => notification.event);

  const over = overLimit(world.upstream.calls, scenario);
  if (over) broken.push(`${scenario.limit + 1} calls from ${over.from} to ${over.to}, within ${scenario.periodMs} ms`);

  for (const id of world.accepted) {
    const capture = byId.get(id);
    if (capture === undefined) broken.push(`${id} was answered 200 and is not in the ledger`);
    else if (outcomeOf(capture) === 'open') broken.push(`${id} is still ${capture.state}`);
    else if (capture.state === 'published' && capture.snapshot === undefined) broken.push(`${id} has no link`);
    else if (capture.state === 'failed' && capture.failure === undefined) broken.push(`${id} has no reason`);
    const told = events.filter(
      ({ captureId, alerts }) => captureId === id || alerts.some((alert) => alert.captureId === id),
    );
    if (told.length === 0) broken.push(`${id} has no notification`);
    const links = told.map(({ link }) => link);
    if (capture?.snapshot && !links.includes(capture.snapshot.link)) broken.push(`${id} was told another link`);
  }

  const first = new Map<string, string | undefined>();
  for (const { captureId, link } of events) {
    if (first.has(captureId) && first.get(captureId) !== link) broken.push(`${captureId} was told two links`);
    first.set(captureId, link);
  }

  const toldLinks = new Set(events.map(({ link }) => link));
  for (const { link, leader } of world.upstream.calls) {
    if (link === undefined || toldLinks.has(link)) continue;
    const { id } = captures.find((capture) => capture.id.startsWith(leader)) ?? { id: leader };
    const told = events.filter(
      ({ captureId, alerts }) => captureId === id || alerts.some((alert) => alert.captureId === id),
    );
    if (!told.some(({ possibleDuplicate }) => possibleDuplicate)) broken.push(`${link} of ${id} is not marked`);
  }
  return broken;
};

/** Captures that have more than one notification of their own. */
export const doubledNotifications = (world: World): number => {
  const ids = world.published.map(({ notification }) => notification.event.captureId);
  return ids.length - new Set(ids).size;
};
