import { createSchedule } from '../lib/intake/schedule.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { wireIntake } from '../lib/wiring/intake.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';

const config = readConfig('schedule', process.env);
const log = createLog('schedule');
const meter = createMeter();

const schedule = createSchedule({ ...wireIntake(config), log, measure: meter.measure, now: Date.now });

export const handler = metered(meter, schedule);
