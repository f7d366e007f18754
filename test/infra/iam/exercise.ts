import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { LOCAL_AWS } from '../../../local/dynamo.ts';
import { startBoundHandlers } from '../../support/bound-handlers.ts';
import { type RecordedCall, startRecording } from '../../support/recorded-calls.ts';
import { aClassicTrigger, sampleEvent } from '../../support/sample-events.ts';

const CHAT_TOPIC = `arn:aws:sns:${LOCAL_AWS.region}:000000000000:chat`;

/**
 * Makes the functions send each of their AWS calls at least once: alerts, operators, schedules, snapshots, refusals,
 * races.
 */
export const recordCalls = async (): Promise<readonly RecordedCall[]> => {
  const { calls, as, stop } = startRecording();
  const bound = await startBoundHandlers({ CHAT_TOPIC_ARN: CHAT_TOPIC, CAPTURE_ON: 'both' }, as);
  try {
    const sns = new SNSClient({ ...LOCAL_AWS, endpoint: process.env['AWS_ENDPOINT_URL_SNS'] ?? '' });
    await sns.send(new CreateTopicCommand({ Name: 'chat' }));
    sns.destroy();

    const trigger = await aClassicTrigger(6001);
    const { captureId } = await as('webhook', async () => {
      const first = await bound.alert(trigger);
      await bound.alert(trigger);
      await bound.alert({ unheard: 'of' });
      const { alert, ...clear } = await sampleEvent('classic-http-server-clear');
      await bound.alert({
        ...clear,
        alert: { ...alert, alertId: trigger.alert.alertId, dateStart: undefined, dateStartZoned: undefined },
      });
      return first;
    });
    await as('schedule', async () => bound.tick(await sampleEvent('schedule')));
    await as('schedule', async () => bound.tick(await sampleEvent('schedule')));
    await as('captures', async () => {
      const { body } = await bound.operator('POST', '/captures', { testId: '6002' });
      await bound.operator('GET', '/captures');
      await bound.operator('GET', `/alerts/${trigger.alert.alertId}`);
      await bound.operator('GET', '/status');
      await bound.operator('POST', `/captures/${body.id}/cancel`);
      await bound.operator('POST', `/captures/${body.id}/retry`);
    });
    const work = (id: string) => as('worker', () => bound.work(JSON.stringify({ captureId: id })));
    // Two workers race for the capture, because SQS may deliver a wake twice. Then ThousandEyes refuses a call, and the
    // worker schedules its next wake.
    await Promise.all([work(captureId), work(captureId), as('worker', () => bound.work())]);
    const refused = await as('webhook', async () => bound.alert(await aClassicTrigger(6003)));
    bound.upstream.faults.add({ method: 'POST', status: 401 });
    await work(refused.captureId);
    return calls;
  } finally {
    stop();
    await bound.stop();
  }
};
