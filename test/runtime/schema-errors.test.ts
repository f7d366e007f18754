import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { mustBe, orMissing } from '../../lib/runtime/schema-errors.ts';

/** The message of zod for a value. */
const messageOf = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

describe('an error of a schema', () => {
  it('says what a value must be, or that there is none', () => {
    const number = z.number({ error: mustBe('a number') });

    expect(messageOf(number, 'x')).toBe('must be a number');
    expect(messageOf(number, null)).toBe('must be a number');
    expect(messageOf(number, undefined)).toBe('is missing');
    expect(messageOf(z.number({ error: orMissing('is odd') }), 'x')).toBe('is odd');
  });
});
