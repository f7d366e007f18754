import { boundRefusals } from '../lib/edge/bounded-refusals.ts';
import { onlyFrom } from '../lib/edge/allow-list.ts';
import { createCaptures } from '../lib/operator/router.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { wireOperator } from '../lib/wiring/operator.ts';
import { withSafeHeaders } from '../lib/edge/safe-headers.ts';
import { wireRecognition } from '../lib/wiring/authenticate.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';

const config = readConfig('captures', process.env);
const meter = createMeter();
const { log, measure } = boundRefusals({ log: createLog('captures'), measure: meter.measure }, Date.now);

const captures = createCaptures({
  ...wireOperator(config),
  ...wireRecognition(config.OPERATOR_SECRET_ID, log),
  log,
  measure,
});

const onRefused = () => {
  log.warn('operator_address_refused');
  measure('OperatorUnauthorized');
};

export const handler = metered(meter, withSafeHeaders(onlyFrom(config.OPERATOR_ALLOWED_CIDRS, onRefused, captures)));
