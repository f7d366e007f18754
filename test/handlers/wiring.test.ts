import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCallsOf } from '../support/aws-calls.ts';
import { startWired } from '../support/wired.ts';

describe('wiring: what the settings become', () => {
  let wired: Awaited<ReturnType<typeof startWired>>;
  beforeAll(async () => {
    wired = await startWired();
  });
  afterAll(() => wired.stop());

  it('seconds and hours are milliseconds for the worker, beside what it lets out', async () => {
    const settings = {
      THOUSANDEYES_TIMEOUT_SECONDS: '8',
      LINK_VISIBILITY: 'login',
      PUBLIC_URL: 'https://api.example.com',
    };

    expect((await wired.worker(settings)).settings).toEqual({
      callTimeoutMs: 8000,
      periodMs: 120_000,
      reuseMs: 30_000,
      groupMs: 2_700_000,
      giveUpMs: 10_800_000,
      linkVisibility: 'login',
      publicUrl: 'https://api.example.com',
    });
  });

  it('the clients of the rehearsal run through the whole of an alert and reach nobody', async () => {
    const { rehearseWebhook } = await import('../../lib/wiring/rehearsal.ts');
    let answer;

    const calls = await awsCallsOf(async () => {
      answer = await rehearseWebhook('https://sqs.eu-central-1.amazonaws.com/1/wakes');
    });

    expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('accepted') });
    expect(calls).toEqual([]);
  });

  it('seconds are milliseconds for the operator API, and captures by hand have their limit', async () => {
    expect(await wired.operator()).toMatchObject({ periodMs: 120_000, manualLimit: 9 });
  });
});
