import { readFile } from 'node:fs/promises';
import { CAPTURE_EVERYTHING } from '../lib/alerts/rules.ts';
import { readAlert } from '../lib/alerts/read-alert.ts';
import type { Capture, Created, Pending } from '../lib/captures/capture.ts';
import type { Snapshot } from '../lib/captures/snapshot.ts';
import { captureOfAlert } from '../lib/captures/from-alert.ts';
import { claim, create, fail, follow, reuse } from '../lib/captures/transitions.ts';
import { covered } from '../lib/captures/covered.ts';
import { captureIdOf } from '../lib/captures/identity.ts';
import { type Window, windowEndingAt } from '../lib/captures/window.ts';
import { present } from '../lib/present.ts';
import { chatNotificationOf } from '../lib/notify/chat.ts';
import { type Notification, notificationOf } from '../lib/notify/notification.ts';

/* The sample messages of docs/notifications.md, made from the samples in events/ by the code of the real messages. */

const MINUTE = 60_000;
/** The arrival of the sample alert, six minutes after the alert began. */
const ARRIVAL = Date.UTC(2026, 2, 2, 3, 10);
const LEASE = ARRIVAL + MINUTE;

const BEGIN = '<!-- samples: npm run docs:samples -->';
const END = '<!-- end of the samples -->';

/** The capture that the webhook would make from a sample. */
const captureOf = async (root: string, name: string, receivedAt: number, changes: object = {}): Promise<Pending> => {
  const sample = JSON.parse(await readFile(`${root}events/${name}.json`, 'utf8'));
  const body = { ...sample, ...changes };
  const reading = readAlert(body, 'both');
  if (reading.outcome !== 'alert') throw new Error(`events/${name}.json is ${reading.outcome}`);
  const { reachBack } = CAPTURE_EVERYTHING;
  return captureOfAlert(reading.alert, JSON.stringify(body), receivedAt, { reachBack });
};

const identityOf = (id: string) => ({
  id,
  link: `https://${id}.share.thousandeyes.com/view/tests/?roundId=1772421000`,
});

/** A snapshot of two hours that ends at `epochMs`. */
const earlier = (id: string, epochMs: number): Snapshot => ({
  ...snapshotOf(windowEndingAt(epochMs, 2)),
  ...identityOf(id),
});

const snapshotOf = ({ startDate, endDate }: Window): Snapshot => ({
  startDate,
  endDate,
  ...identityOf('wdiac'),
  expiresAt: '2026-04-01T03:10:00Z',
  visibility: 'public',
});

const created = (capture: Pending, followers: readonly Pending[] = []): Created => {
  const leader = claim(capture, LEASE);
  return create(
    leader,
    snapshotOf(capture),
    followers.map((it) => covered(follow(it, leader, LEASE))),
    LEASE,
  );
};

const FORBIDDEN = { code: 'forbidden', detail: 'POST /tests/3417721/snapshot: 403 Forbidden' } as const;

/** The message in a deployment that publishes share links. */
const shared = (capture: Capture): Notification =>
  notificationOf(capture, { linkVisibility: 'share', publicUrl: 'https://evidence.example.com' });

const notificationsOf = async (root: string): Promise<Readonly<Record<string, Notification>>> => {
  const trigger = await captureOf(root, 'classic-http-server-trigger', ARRIVAL);
  const again = await captureOf(root, 'classic-http-server-trigger', ARRIVAL + 20_000, { eventId: '512004711-1' });
  const late = await captureOf(root, 'classic-http-server-trigger', ARRIVAL + 4 * 60 * MINUTE);
  const clear = await captureOf(root, 'classic-http-server-clear', ARRIVAL + 50 * MINUTE);
  const baseline = { captureId: captureIdOf('sample', 'planned'), snapshot: earlier('hnrbe', ARRIVAL - 190 * MINUTE) };
  const during = {
    captureId: trigger.id,
    snapshot: snapshotOf(trigger),
    ...present({ alertId: trigger.alert?.alertId }),
  };
  return {
    'A snapshot of its own': shared(created(trigger)),
    'The snapshot of another capture, which shows it': shared(reuse(again, created(trigger), [], LEASE)),
    'One snapshot for several alerts': shared(created(trigger, [again])),
    'A failure': shared(fail(claim(trigger, LEASE), FORBIDDEN, [], LEASE)),
    'A clear, of a test that is captured by a schedule too': shared({
      ...created(clear),
      snapshot: { ...snapshotOf(clear), ...identityOf('tmvua') },
      baseline,
      triggerSnapshots: [during],
    }),
    'An alert that arrived late': shared(created(late)),
  };
};

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

const sectionOf = (title: string, { event, subject, text }: Notification): string =>
  [
    `### ${title}`,
    `E-mail, with the subject \`${subject}\`:`,
    block('text', text),
    'Event:',
    block('json', JSON.stringify(event, undefined, 2)),
    'Chat, title and description:',
    block('text', `${chatNotificationOf(event).content.title}\n\n${chatNotificationOf(event).content.description}`),
  ].join('\n\n');

/**
 * Replaces the samples in the text of docs/notifications.md by those that the code makes now.
 *
 * @param root the folder of the repository, with a slash at its end
 * @throws Error if the page lacks the marks around its samples
 */
export const withSamples = async (root: string, page: string): Promise<string> => {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/notifications.md has no ${BEGIN} … ${END}`);
  const sections = Object.entries(await notificationsOf(root)).map(([title, it]) => sectionOf(title, it));
  return `${page.slice(0, from)}${BEGIN}\n\n${sections.join('\n\n')}\n\n${page.slice(to)}`;
};
