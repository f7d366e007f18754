import * as z from 'zod';
import { GATE_ADVICE } from '../../../lib/operator/gate-advice.ts';
import { fail, type Findings, type Judgment, ok, skipped, warn } from './finding.ts';
import { type Reply, whyNone } from '../../http-call.ts';
import { parseJson } from './parse-json.ts';

/** The judged part of `GET /status`; docs/openapi.yaml describes all of it. */
const status = z.looseObject({
  slots: z.looseObject({ limit: z.number(), free: z.number() }),
  gate: z.looseObject({ reason: z.string(), closedUntil: z.string() }).optional(),
  pending: z.looseObject({ total: z.number(), isPartial: z.boolean(), lastDoneAt: z.string().optional() }),
  inHand: z.number(),
  tokenWorkedAt: z.string().optional(),
});

export type OperatorStatus = z.infer<typeof status>;

export const readStatus = (reply: Reply): OperatorStatus | undefined =>
  reply.kind === 'answer' && reply.status === 200 ? parseJson(status, reply.text) : undefined;

/** Whether the operator API accepts the token, and what it says about the gate and the backlog. */
export const judgeOperatorApi = (reply: Reply): Findings => {
  const found = readStatus(reply);
  if (found)
    return { 'operator-api': ok('GET /status answers.'), gate: judgeGate(found), backlog: judgeBacklog(found) };
  const nothing = skipped('GET /status does not answer');
  return { 'operator-api': judgeNoStatus(reply), gate: nothing, backlog: nothing };
};

const judgeNoStatus = (reply: Reply): Judgment => {
  if (reply.kind === 'none') return fail(`The operator API gave no answer: ${whyNone(reply.code)}.`, 'Check the URL.');
  if (reply.status === 401) {
    return fail(
      'The operator API refuses the operator token (401).',
      'It is not the token of this stack: check secret, stage and region.',
    );
  }
  if (reply.status === 403) {
    return warn(
      'The operator API refuses the address of this machine (403).',
      'Run this from an address in OPERATOR_ALLOWED_CIDRS, or add this one.',
    );
  }
  return reply.status >= 500
    ? fail(`The operator API answers ${reply.status}.`, 'Look at the log of the captures function.')
    : fail(
        `GET /status answers ${reply.status}, which this project does not do.`,
        'Check the URL: it must be that of the webhook.',
      );
};

/** Reasons that last until somebody corrects the token or the address. `closedUntil` is then only the next try. */
const UNTIL_CORRECTED: ReadonlySet<string | undefined> = new Set(['unauthorized', 'token_unavailable', 'redirected']);

/** Whether the gate stays closed until somebody acts. */
export const needsSomebody = ({ gate }: Pick<OperatorStatus, 'gate'>): boolean => UNTIL_CORRECTED.has(gate?.reason);

const judgeGate = ({ gate }: OperatorStatus): Judgment => {
  if (gate === undefined) return ok('Open: the worker may call ThousandEyes.');
  const fix =
    Object.entries(GATE_ADVICE).find(([reason]) => reason === gate.reason)?.[1] ??
    'Look for gate_closed in the log of the worker.';
  return needsSomebody({ gate })
    ? fail(`Closed (${gate.reason}), next try ${gate.closedUntil}: no capture runs until somebody acts.`, fix)
    : warn(`Closed until ${gate.closedUntil} (${gate.reason}).`, fix);
};

const judgeBacklog = ({ pending, inHand, slots, gate }: OperatorStatus): Judgment => {
  const total = `${pending.total}${pending.isPartial ? ' or more' : ''}`;
  if (pending.total > 0 && needsSomebody({ gate }))
    return warn(`${total} waiting, blocked by the gate; ${inHand} in hand.`, 'Do what the check "Gate" says.');
  const until = pending.lastDoneAt === undefined ? '' : `, until about ${pending.lastDoneAt}`;
  const told = `${total} waiting${until}; ${inHand} in hand; ${slots.free} of ${slots.limit} slots free.`;
  // If captures wait although a slot is free and the gate is open, the wake queue or the worker does not run. Captures
  // in hand prove nothing: a worker that died leaves them in hand.
  const isStuck = pending.total > 0 && slots.free > 0 && gate === undefined;
  return isStuck
    ? warn(
        told,
        'Run this again in a minute: some may wait for a retry, or for a snapshot of the same test. If this stays, ' +
          'look at the log of the worker, and at its dead-letter queue.',
      )
    : ok(told);
};
