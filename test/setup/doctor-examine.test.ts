import { describe, expect, it } from 'vitest';
import { readOptions } from '../../setup/doctor/options.ts';
import { examine } from '../../setup/doctor/examine.ts';
import { anAnswer } from './replies.ts';

const silent = { isTerminal: false, out: () => undefined, err: () => undefined };
const TOKENS = {
  WEBHOOK_TOKEN: 'webhook',
  OPERATOR_TOKEN: 'the-operator-of-this-test',
  THOUSANDEYES_TOKEN: 'thousandeyes',
};
const TARGETS = { baseUrl: 'https://x.example', topicArn: 'arn', apiUrl: 'https://y.example/v7' };

describe('doctor: a check that breaks', () => {
  it('is a finding of its own, and hides no other', async () => {
    const { findings } = await examine(TARGETS, readOptions([], { ...silent, env: TOKENS }), {
      aws: {
        stack: async () => ({}),
        secret: async () => ({ kind: 'empty' }),
        topic: async () => {
          throw new RangeError('a defect that names thousandeyes');
        },
        table: async () => ({ isProtected: true }),
        concurrency: async () => ({ all: 1000, unreserved: 1000 }),
      },
      call: async (url) => anAnswer(url.endsWith('/account-groups') ? 403 : 401),
      now: () => 0,
      sleep: async () => undefined,
    });

    expect(findings.topic).toMatchObject({ outcome: 'fail', message: 'The check itself failed (RangeError).' });
    expect(findings['topic-encryption']).toEqual(findings.topic);
    expect(findings['webhook-refuses']).toMatchObject({ outcome: 'ok' });
    expect(findings['thousandeyes-token']).toMatchObject({ outcome: 'fail', message: expect.stringContaining('403') });
    expect(findings['operator-api']).toMatchObject({ outcome: 'fail', message: expect.stringContaining('401') });
  });
});
