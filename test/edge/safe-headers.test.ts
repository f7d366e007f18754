import { expect, it } from 'vitest';
import { withSafeHeaders } from '../../lib/edge/safe-headers.ts';
import { aRequest } from '../support/factories.ts';

it('every answer has the safe headers, beside its own', async () => {
  const handler = withSafeHeaders(async () => ({ statusCode: 418, headers: { 'x-own': '1' }, cookies: ['a=b'] }));

  expect(await handler(aRequest())).toEqual({
    statusCode: 418,
    headers: {
      'x-own': '1',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
    },
    cookies: ['a=b'],
  });
});
