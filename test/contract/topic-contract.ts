import { describe, expect, it } from 'vitest';
import type { Notification } from '../../lib/notify/notification.ts';
import { notificationOf } from '../support/notifications.ts';
import type { Publish } from '../../lib/notify/publish.ts';
import { aCapture, aSnapshot } from '../support/factories.ts';

/** The message that a subscriber gets if its protocol has no text of its own. */
export interface ReceivedMessage {
  readonly text: string;
  readonly subject: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface RunningTopic {
  readonly publish: Publish;
  /** The messages since the last call; it waits for `atLeast` of them. */
  readonly receive: (atLeast: number) => Promise<readonly ReceivedMessage[]>;
}

const KIB = 1024;

/** The contract of SNS under the real adapter. */
export const topicContract = (name: string, topic: () => RunningTopic): void => {
  const notification = (id: string, text = 'text'): Notification => {
    const capture = aCapture({ id, state: 'created', snapshot: aSnapshot() });
    return { ...notificationOf(capture), text };
  };
  const idsOf = (messages: readonly ReceivedMessage[]) => messages.map(({ text }) => JSON.parse(text).captureId);

  describe(`${name}: a notification`, () => {
    it('arrives as its event, with subject and attributes', async () => {
      const sent = notification('a');

      await topic().publish(sent);

      const [received, ...others] = await topic().receive(1);
      expect(others).toEqual([]);
      expect(JSON.parse(received?.text ?? '')).toEqual(JSON.parse(JSON.stringify(sent.event)));
      expect(received?.subject).toBe(sent.subject);
      expect(received?.attributes).toEqual(sent.attributes);
    });

    it('is accepted below 256 KiB', async () => {
      await topic().publish(notification('large', 'x'.repeat(250 * KIB)));

      expect(idsOf(await topic().receive(1))).toEqual(['large']);
    });

    it.each([
      { size: '257 KiB', text: 'x'.repeat(257 * KIB) },
      { size: '140 Ki characters of two bytes each', text: 'é'.repeat(140 * KIB) },
    ])('is refused above it, and does not arrive: $size', async ({ text }) => {
      await expect(topic().publish(notification('too large', text))).rejects.toThrow(/too long/i);

      await topic().publish(notification('next'));
      expect(idsOf(await topic().receive(1))).toEqual(['next']);
    });
  });
};
