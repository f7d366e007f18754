import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Severity } from '../../lib/alerts/alert.ts';
import type { Capture } from '../../lib/captures/capture.ts';
import { captureOfRequest } from '../../lib/captures/from-request.ts';
import { captureOfSchedule } from '../../lib/captures/from-schedule.ts';
import { isoOf } from '../../lib/time.ts';

export interface SimulatedAlert {
  /** Milliseconds after the start. */
  readonly at: number;
  readonly testId: number;
  readonly severity: Severity;
  /** How often the sender delivers the alert, whatever the answers; at least 1. */
  readonly deliveries: number;
  /** The payload names no test, so the alert has to be looked up. */
  readonly unresolved: boolean;
  /** The body has no known shape. */
  readonly unreadable?: boolean;
}

/** A request of an operator or a schedule. */
export interface SimulatedRequest {
  /** Milliseconds after the start. */
  readonly at: number;
  readonly testId: number;
  readonly reason: 'manual' | 'schedule';
}

/** A webhook event: a classic alert or, if `unresolved`, one of the Generic preset. */
export const eventOf = (alert: SimulatedAlert, number: number): APIGatewayProxyEventV2 => {
  const id = `00000000-0000-4000-8000-${number.toString(16).padStart(8, '0')}${(alert.testId - 1).toString(16).padStart(4, '0')}`;
  const body = alert.unreadable
    ? { unheard: number }
    : alert.unresolved
      ? { id, type: '2', alert: { id, severity: alert.severity, test: { name: `test ${alert.testId}` } } }
      : {
          eventType: 'ALERT_NOTIFICATION_TRIGGER',
          eventId: `e-${number}`,
          alert: { alertId: number + 1, testId: alert.testId, severity: alert.severity, ruleName: 'rule' },
        };
  return { headers: {}, body: JSON.stringify(body), isBase64Encoded: false } as unknown as APIGatewayProxyEventV2;
};

/** Makes the capture of a request that arrives now. */
export const captureOf = (request: SimulatedRequest, number: number, now: number): Capture => {
  const testId = String(request.testId);
  if (request.reason === 'manual') return captureOfRequest({ testId, hours: 2 }, now, `request ${number}`, 'anna');
  return captureOfSchedule({ name: `schedule ${number}`, scheduledTime: isoOf(now), hours: 2 }, { testId }, now);
};
