import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { localRecognition } from './authenticate-operator.ts';
import { type Controls, createControls } from './controls.ts';
import type { Invoke } from './lambda.ts';
import { payloadOf } from './payload.ts';
import { sampleAlerts } from './sample-alerts.ts';
import type { SecretsManager } from './secrets-manager.ts';
import type { Settings } from './settings.ts';
import type { StandInParts } from './stand-in/thousandeyes.ts';

/** The controls of a system with a stand-in. They send sample alerts through the webhook, as ThousandEyes does. */
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
  /** Opens the gate, so that the worker calls ThousandEyes at once. */
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
      if (statusCode !== 200) throw new Error(`the webhook answered ${statusCode} to a sample alert`);
    }
  };

  return createControls({
    ...localRecognition(secrets),
    faults: standIn.faults,
    sendAlerts,
    openGate,
  });
};
