import { pause } from '../pause.ts';
import type { Delivery } from '../verdict/records.ts';
import type { PlannedAlert, StormPlan } from './plan.ts';
import { post } from './post.ts';
import { webhookBodyOf } from './webhook-body.ts';

/** Nobody knows how long ThousandEyes waits; a machine that is busy with something else may need this long. */
const TIMEOUT_MS = 20_000;
const SECOND_DELIVERY_MS = 1000;

export interface SenderOptions {
  readonly url: string;
  readonly token: string;
  readonly plan: Pick<StormPlan, 'repeatMs' | 'deliveries'>;
  /** Aborted when nothing more is to be sent. */
  readonly signal: AbortSignal;
  readonly onDelivery: (delivery: Delivery) => void;
}

/** Sends alerts as ThousandEyes does: an alert that is not answered 200 is sent again, up to an hour on the plan's scale. */
export const createSender = ({ url, token, plan, signal, onDelivery }: SenderOptions) => {
  const deliver = async (alert: PlannedAlert): Promise<boolean> => {
    const at = Date.now();
    const status = await post(url, token, webhookBodyOf(alert), TIMEOUT_MS).then(
      (answer) => answer.status,
      () => undefined, // refused, cut, or too late: no answer
    );
    onDelivery({ alertId: alert.alertId, at, status });
    return status === 200;
  };

  /** Resolves when the alert was answered 200, or was sent as often as it may be. */
  return async (alert: PlannedAlert): Promise<void> => {
    for (let sent = 1; !(await deliver(alert)) && sent < plan.deliveries && !signal.aborted; sent += 1) {
      await pause(plan.repeatMs, signal);
    }
    await pause(SECOND_DELIVERY_MS, signal);
    if (alert.isRepeated && !signal.aborted) await deliver(alert);
  };
};
