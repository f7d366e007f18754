import { z } from 'zod';
import { createRecognition } from '../../lib/edge/recognize.ts';
import { createSchedule } from '../../lib/intake/schedule.ts';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { createCaptures } from '../../lib/operator/router.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { createLog } from '../../lib/runtime/log.ts';
import { createMeter, metered } from '../../lib/runtime/metrics.ts';
import { wireAcceptedTokens, wireOperators } from '../../lib/wiring/caller-secrets.ts';
import { wireIntake } from '../../lib/wiring/intake.ts';
import { wireOperator } from '../../lib/wiring/operator.ts';
import { wireWebhook } from '../../lib/wiring/webhook.ts';
import { wireWorker } from '../../lib/wiring/worker.ts';
import { createWorkerHandler } from '../../lib/worker/worker.ts';

/*
 * The same functions written the common way: one entry with the code of all of them, zod imported with all that belongs
 * to it, and AWS asked by the first event.
 */

const name = z.enum(['captures', 'schedule', 'webhook', 'worker']).parse(process.env['FUNCTION_NAME']);
const log = createLog(name);
const meter = createMeter();
const { measure } = meter;
const { env } = process;

const make = {
  captures: () => {
    const config = readConfig('captures', env);
    const recognition = createRecognition(wireOperators(config.OPERATOR_SECRET_ID, log), Date.now);
    return metered(meter, createCaptures({ ...wireOperator(config), ...recognition, log, measure }));
  },
  schedule: () =>
    metered(meter, createSchedule({ ...wireIntake(readConfig('schedule', env)), log, measure, now: Date.now })),
  webhook: () => {
    const config = readConfig('webhook', env);
    const wired = wireWebhook(config, wireAcceptedTokens(config.WEBHOOK_SECRET_ID));
    return metered(meter, createWebhook({ ...wired, log, measure }));
  },
  worker: () => metered(meter, createWorkerHandler({ ...wireWorker(readConfig('worker', env), log), log, measure })),
}[name];

export const handler = make() as (event: any, context: any) => Promise<unknown>;
