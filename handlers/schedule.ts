import { createSchedule } from '../lib/intake/schedule.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { openQueue } from '../lib/wiring/sqs.ts';
import { askFirst, NO_CAPTURE } from '../lib/wiring/ask-ahead.ts';
import { wireIntake } from '../lib/wiring/intake.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';

const config = readConfig('schedule', process.env);
const log = createLog('schedule');
const meter = createMeter();

const wired = wireIntake(config);
const schedule = createSchedule({ ...wired, log, measure: meter.measure, now: Date.now });

export const handler = metered(meter, schedule);

await askFirst(
  () => wired.ledger.get(NO_CAPTURE),
  () => openQueue(config.QUEUE_URL),
);
