import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { GATE_ADVICE } from '../../../lib/operator/gate-advice.ts';
import { FAILURE_ADVICE } from '../../../lib/captures/failure-advice.ts';
import type { SnapshotRequest, ThousandEyes } from '../../../lib/thousandeyes/client.ts';
import { windowEndingAt } from '../../../lib/captures/window.ts';
import { fail, type Judgment, warn } from './finding.ts';
import { type Call, type Reply, whyNone } from '../../http-call.ts';
import type { LiveLink } from './live-link.ts';
import { parseJson } from './parse-json.ts';

/** The result of one real snapshot. The link is a key to the data, so no judgment contains it. */
export type LiveResult =
  | ({ readonly kind: 'created' } & LiveLink)
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'failed'; readonly detail: string; readonly fix: string }
  /** The capture still waits for its turn, for example because the quota is spent. */
  | { readonly kind: 'waiting'; readonly captureId: string };

type LiveTest = Pick<SnapshotRequest, 'testId' | 'aid'>;

const DISPLAY_NAME = 'Check by npm run doctor';
const WAIT_SECONDS = 20;

const capture = z.looseObject({
  id: z.string(),
  link: z.url().optional(),
  reusedFrom: z.string().optional(),
  visibility: z.enum(['public', 'private', 'unknown']).default('unknown'),
  failure: z.looseObject({ code: z.string(), detail: z.string(), advice: z.string() }).optional(),
});

/** Captures by `POST /captures` of the deployed API, which takes a slot and so keeps the organization's quota. */
export const snapshotByApi = async (
  call: Call,
  baseUrl: string,
  token: string,
  { testId, aid }: LiveTest,
): Promise<LiveResult> => {
  const reply = await call(`${baseUrl}/captures`, {
    method: 'POST',
    token,
    headers: { prefer: `wait=${WAIT_SECONDS}`, 'idempotency-key': `doctor-${randomUUID()}` },
    body: { testId, hours: 1, displayName: DISPLAY_NAME, ...(aid !== undefined && { aid }) },
    extraMs: WAIT_SECONDS * 1000,
  });
  return readCapture(reply);
};

/** Reads the answer of `POST /captures`. */
export const readCapture = (reply: Reply): LiveResult => {
  if (reply.kind === 'none') {
    const fix = 'The capture may exist anyway: see GET /captures.';
    return { kind: 'failed', detail: whyNone(reply.code), fix };
  }
  const found = reply.status === 200 || reply.status === 202 ? parseJson(capture, reply.text) : undefined;
  if (found === undefined) {
    return {
      kind: 'failed',
      detail: `POST /captures answers ${reply.status}`,
      fix: 'See the check "Operator API".',
    };
  }
  const { id, link, reusedFrom, visibility, failure } = found;
  if (link !== undefined) return { kind: 'created', link, visibility, isReused: reusedFrom !== undefined };
  if (failure === undefined) return { kind: 'waiting', captureId: id };
  return failure.code === 'forbidden'
    ? { kind: 'forbidden' }
    : { kind: 'failed', detail: `${failure.code}: ${failure.detail}`, fix: failure.advice };
};

/** Creates a snapshot at ThousandEyes directly, if no webhook was given. One call; nothing keeps the quota here. */
export const snapshotDirectly = async (
  { createSnapshot }: Pick<ThousandEyes, 'createSnapshot'>,
  token: string,
  { testId, aid }: LiveTest,
  now: number,
): Promise<LiveResult> => {
  const window = windowEndingAt(now, 1);
  const answer = await createSnapshot(token, { testId, aid, displayName: DISPLAY_NAME, ...window });
  switch (answer.outcome) {
    case 'created': {
      const { link, visibility } = answer.snapshot;
      if (link !== undefined) return { kind: 'created', isReused: false, link, visibility };
      return { kind: 'failed', detail: 'ThousandEyes created the snapshot, but sent no link', fix: 'Run this again.' };
    }
    case 'forbidden':
      return { kind: 'forbidden' };
    case 'limited':
      return { kind: 'failed', detail: 'the quota is spent (429)', fix: 'Run this again in five minutes.' };
    case 'unauthorized':
      return {
        kind: 'failed',
        detail: 'ThousandEyes refuses the token (401)',
        fix: 'See the check "ThousandEyes token".',
      };
    case 'unavailable':
      return { kind: 'failed', detail: answer.detail, fix: GATE_ADVICE.unavailable };
    case 'redirected':
      return { kind: 'failed', detail: answer.detail, fix: 'Check --api-url.' };
    case 'unsent':
      return { kind: 'failed', detail: whyNone(answer.detail), fix: 'Check --api-url.' };
    case 'rejected':
      return { kind: 'failed', detail: answer.detail, fix: FAILURE_ADVICE.rejected };
    case 'doubtful':
      return {
        kind: 'failed',
        detail: answer.detail,
        fix: 'The snapshot may exist anyway. Run this again later.',
      };
  }
};

/** Why there is no snapshot, and what to do. */
export const judgeNoSnapshot = (result: Exclude<LiveResult, { kind: 'created' }>): Judgment => {
  switch (result.kind) {
    case 'forbidden':
      return fail('ThousandEyes refuses to create the snapshot (403).', FAILURE_ADVICE.forbidden);
    case 'failed':
      return fail(`No snapshot: ${result.detail}.`, result.fix);
    case 'waiting':
      return warn(
        `No snapshot yet after ${WAIT_SECONDS} s: the capture waits for its turn.`,
        `GET /captures/${result.captureId} shows when it is done; GET /status shows what it waits for.`,
      );
  }
};
