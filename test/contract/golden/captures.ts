import type { Capture } from '../../../lib/captures/capture.ts';
import { captureIdOf } from '../../../lib/captures/identity.ts';
import { announce, endWith } from '../../../lib/captures/announcing.ts';
import {
  backOff,
  cancel,
  claim,
  create,
  fail,
  follow,
  group,
  ignore,
  putBackAlone,
  reuse,
  sendAgain,
} from '../../../lib/captures/transitions.ts';
import { covered } from '../../../lib/captures/covered.ts';
import { withDoubt } from '../../../lib/captures/doubt.ts';
import { aCapture, aFailed, aSnapshot, type CaptureOverrides, NOW, without } from '../../support/factories.ts';

const LEASE = NOW + 60_000;
const FAILURE = { code: 'forbidden', detail: '403 Forbidden' } as const;

const named = (name: string, overrides: CaptureOverrides = {}) =>
  aCapture({ id: captureIdOf('golden', name), ...overrides });
const claimed = (name: string) => claim(named(name), LEASE);

const ignored = (name: string) => ignore(claimed(name), { code: 'no_test', detail: 'none' }, NOW + 2000);

const follower = named('follower');
const created = create(claimed('created'), aSnapshot(), [covered(follower)], LEASE);
const failed = fail(claimed('failed'), FAILURE, [], LEASE);
const announcedFailure = { ...aFailed({ failure: FAILURE }), announcedAt: NOW, endedAt: undefined };

/** Each kind of stored capture, made by the steps that lead to it. */
export const GOLDEN_CAPTURES: Readonly<Record<string, Capture>> = {
  pending: named('pending'),
  'pending, test unknown': without(named('test unknown'), 'testId'),
  'pending, backing off': backOff(withDoubt(claimed('backing off')), NOW + 8000),
  'pending, grouped': group(named('grouped'), {
    until: NOW + 1_800_000,
    openedBy: captureIdOf('golden', 'opened by'),
    showsUntil: '2026-03-02T09:57:00Z',
  }),
  'pending, alone': putBackAlone(claimed('alone'), '400 range'),
  'claimed, leader': claimed('leader'),
  'claimed, follower': follow(follower, named('leader'), LEASE),
  'created, with a follower': created,
  published: announce(created, NOW + 2000),
  'published, by reuse': announce(reuse(named('reused'), created, [], LEASE), NOW + 3000),
  'published, merged': endWith(follow(follower, named('leader'), LEASE), { ...created, id: 'leader' }, NOW + 2000),
  'failed, nobody told': failed,
  failed: announce(failed, NOW + 2000),
  'sent again': without(
    sendAgain({ ...announcedFailure, id: captureIdOf('golden', 'sent again') }, NOW + 9000, 'anna'),
    'requestedBy',
  ),
  'sent again, by a named operator': sendAgain(
    { ...announcedFailure, id: captureIdOf('golden', 'sent again by somebody') },
    NOW + 9000,
    'anna',
  ),
  quarantined: aFailed({
    id: captureIdOf('golden', 'quarantined'),
    failure: { code: 'quarantined', detail: 'unknown' },
  }),
  manual: without(named('manual', { reason: 'manual', fingerprint: 'f'.repeat(64) }), 'alert'),
  'manual, of a named operator': without(
    named('manual of somebody', { reason: 'manual', fingerprint: 'f'.repeat(64), requestedBy: 'anna' }),
    'alert',
  ),
  schedule: without(named('schedule', { reason: 'schedule', displayName: 'weekly' }), 'alert'),
  'ignored, without its reason': without(ignored('ignored'), 'failure'),
  ignored: ignored('ignored with its reason'),
  cancelled: without(announce(cancel(named('cancelled'), 'anna'), NOW + 2000), 'cancelledBy') as Capture,
  'cancelled, by a named operator': announce(cancel(named('cancelled by somebody'), 'anna'), NOW + 2000),
};
