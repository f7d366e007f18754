import { createWorkerHandler } from '../lib/worker/worker.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { askFirst, NO_CAPTURE } from '../lib/wiring/ask-ahead.ts';
import { wireWorker } from '../lib/wiring/worker.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';

const config = readConfig('worker', process.env);
const log = createLog('worker');
const meter = createMeter();

const wired = wireWorker(config, log);
const worker = createWorkerHandler({ ...wired, log, measure: meter.measure });

export const handler = metered(meter, worker);

await askFirst(
  () => wired.ledger.get(NO_CAPTURE),
  () => wired.token.get(),
);
