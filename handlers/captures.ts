import { boundRefusals } from '../lib/edge/bounded-refusals.ts';
import { onlyFrom } from '../lib/edge/allow-list.ts';
import { createRecognition } from '../lib/edge/recognize.ts';
import { createCaptures } from '../lib/operator/router.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { openQueue } from '../lib/wiring/sqs.ts';
import { askFirst, NO_CAPTURE } from '../lib/wiring/ask-ahead.ts';
import { wireOperators } from '../lib/wiring/caller-secrets.ts';
import { wireOperator } from '../lib/wiring/operator.ts';
import { withSafeHeaders } from '../lib/edge/safe-headers.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';

const config = readConfig('captures', process.env);
const meter = createMeter();
const { log, measure } = boundRefusals({ log: createLog('captures'), measure: meter.measure }, Date.now);

const operators = wireOperators(config.OPERATOR_SECRET_ID, log);
const wired = wireOperator(config);
const captures = createCaptures({
  ...wired,
  ...createRecognition(operators, Date.now),
  log,
  measure,
});

const onRefused = () => {
  log.warn('operator_address_refused');
  measure('OperatorUnauthorized');
};

export const handler = metered(meter, withSafeHeaders(onlyFrom(config.OPERATOR_ALLOWED_CIDRS, onRefused, captures)));

await askFirst(
  () => wired.ledger.get(NO_CAPTURE),
  () => operators.get(),
  () => openQueue(config.QUEUE_URL),
);
