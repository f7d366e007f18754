import type { Capture } from '../../lib/captures/capture.ts';
import { type Notification, notificationOf as notificationOfDeployment } from '../../lib/notify/notification.ts';

/** The notification of a capture in a deployment that publishes share links. */
export const notificationOf = (capture: Capture): Notification =>
  notificationOfDeployment(capture, { linkVisibility: 'share' });
