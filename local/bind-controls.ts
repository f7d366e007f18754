import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { localRecognition } from './authenticate-operator.ts';
import { type Controls, createControls } from './controls.ts';
import type { Invoke } from './lambda.ts';
import { payloadOf } from './payload.ts';
import { sampleAlerts } from './sample-alerts.ts';
import type { SecretsManager } from './secrets-manager.ts';
import type { Settings } from './settings.ts';
import type { StandInParts } from './stand-in/thousandeyes.ts';

/** The controls of a system with a stand-in; sample alerts arrive as ThousandEyes' own do, through the webhook. */
export const bindControls = ({
  settings,
  secrets,
  standIn,
  webhook,
  openGate,
}: {
  readonly settings: Settings;
  readonly secrets: SecretsManager;
  readonly standIn: Pick<StandInParts, 'faults'>;
  readonly webhook: Invoke;
  /** Lets the worker call ThousandEyes at once, whatever happened before. */
  readonly openGate: () => Promise<void>;
}): Controls => {
  let sent = 0;
  const sendAlerts = async (count: number): Promise<void> => {
    const alerts = sampleAlerts(count, sent);
    sent += count;
    for (const alert of await alerts) {
      const request = payloadOf({
        routeKey: 'POST /webhooks/thousandeyes',
        method: 'POST',
        path: '/webhooks/thousandeyes',
        headers: { authorization: `Bearer ${settings.webhookToken}`, 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(alert)),
      });
      const { statusCode } = (await webhook(request)) as APIGatewayProxyStructuredResultV2;
      if (statusCode !== 200) throw new Error(`a sample alert was answered ${statusCode}`);
    }
  };

  return createControls({
    ...localRecognition(secrets),
    faults: standIn.faults,
    sendAlerts,
    openGate,
  });
};
