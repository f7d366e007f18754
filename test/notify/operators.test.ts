import { describe, expect, it } from 'vitest';
import { cancel } from '../../lib/captures/transitions.ts';
import { covered } from '../../lib/captures/covered.ts';
import { notificationOf } from '../support/notifications.ts';
import { aCapture, aSource } from '../support/factories.ts';

describe('notification: operators', () => {
  it('are named once each, those of captures that the message covers too', () => {
    const by = (id: string, name: string) => cancel(aCapture({ id, requestedBy: 'zoe' }), name);

    const { event } = notificationOf({
      ...by('1', 'anna'),
      covers: [covered(by('2', 'anna')), covered(by('3', 'ben'))],
    });

    expect(event).toMatchObject({ requestedBy: 'zoe', cancelledBy: 'anna, ben' });
  });

  it('are none if nobody asked', () => {
    expect(notificationOf(aSource()).event).toMatchObject({ requestedBy: undefined, cancelledBy: undefined });
  });
});
