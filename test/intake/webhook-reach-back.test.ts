import { describe, expect, it } from 'vitest';
import { HOUR } from '../support/factories.ts';
import { aClassicTrigger } from '../support/sample-events.ts';
import { aWebhook } from '../support/webhook-harness.ts';

/** The hours that the capture of a trigger shows with this value of REACH_BACK. */
const hoursShown = async (trigger: object, reachBack: boolean) => {
  const { ledger, send } = aWebhook({ rules: { reachBack } });
  await send(trigger);
  const [{ startDate, endDate } = { startDate: '', endDate: '' }] = ledger.all();
  return (Date.parse(endDate) - Date.parse(startDate)) / HOUR;
};

/** Window and setting had tests before; that the webhook passes the setting on had none. */
describe('webhook: a trigger of a trouble that began five and a half hours ago', () => {
  it.each([
    { name: 'back to its start, where REACH_BACK is set', reachBack: true, hours: 6 },
    { name: 'the last two hours, where it is not', reachBack: false, hours: 2 },
  ])('makes a capture that shows $name', async ({ reachBack, hours }) => {
    const trigger = await aClassicTrigger(4711, { dateStartZoned: '2026-03-02 04:30:00 UTC' });

    expect(await hoursShown(trigger, reachBack)).toBe(hours);
  });
});
