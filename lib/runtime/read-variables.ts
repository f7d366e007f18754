import { isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod/mini';
import { REPLACED_SETTINGS } from './replaced-settings.ts';

/* Reads settings from the texts of variables, and reports faults in them. */

/** A required text. */
export const required = z.string();
const asNumber = z.transform((value: string) => (/^\d{1,6}$/.test(value) ? Number(value) : Number.NaN));
const asList = z.transform((value: string) => value.split(',').map((item) => item.trim()));

/** A whole number from `min` to `max`; `fallback` if it is not set. */
export const whole = (min: number, max: number, fallback: number) =>
  z._default(
    z.pipe(z.string(), asNumber).check(
      z.refine((value) => value >= min && value <= max, {
        error: `must be a whole number from ${min} to ${max}`,
      }),
    ),
    fallback,
  );

/** `true` or `false`; false if it is not set. */
export const flag = z.pipe(
  z._default(z.enum(['true', 'false'], { error: 'must be true or false' }), 'false'),
  z.transform((value) => value === 'true'),
);

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

/** The origin of a site: an http(s) URL without a path, and without a slash at its end. */
export const origin = z.string().check(
  z.regex(/^https?:\/\/([a-z\d][\w.-]*|\[[\da-f:.]+\])(:\d{1,5})?$/i, {
    error: 'must be an address without a path or a slash at its end, such as https://evidence.example.com',
  }),
);

/** The base URL of the API. Without a path, `/v7` is added: `https://api.thousandeyes.com` means the API, too. */
export const apiUrl = z.pipe(
  z._default(httpUrl, 'https://api.thousandeyes.com/v7'),
  z.transform((value) => {
    const url = new URL(value);
    return `${url.origin}${url.pathname.replace(/\/+$/, '') || '/v7'}`;
  }),
);

/** Ids separated by commas. */
export const idList = z._default(
  z.pipe(z.string().check(z.regex(/^\s*\d+\s*(,\s*\d+\s*)*$/, { error: 'must be ids separated by commas' })), asList),
  [],
);

/** Whether a text is an address range such as `192.0.2.0/24` or `2001:db8::/32`. */
const isCidr = (text: string): boolean => {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return (isIPv4(address) && Number(length) <= 32) || (isIPv6(address) && Number(length) <= 128);
};

/** Address ranges separated by commas. */
export const cidrList = z._default(
  z.pipe(z.string(), asList).check(
    z.refine((ranges) => ranges.every(isCidr), {
      error: 'must be address ranges such as 192.0.2.0/24, separated by commas',
    }),
  ),
  [],
);

/** One error with all faults, one per line. It never repeats a value, because a misplaced value may be a secret. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** @param faults one for each variable: its name, and what the value must be */
  constructor(what: string, faults: readonly string[]) {
    super(`The configuration of ${what} has faults:${faults.map((fault) => `\n  ${fault}.`).join('')}`);
  }
}

/**
 * Checks variables against a schema. Blank variables count as absent.
 *
 * @param what the owner of the configuration, for the error
 * @throws ConfigurationError with each missing or wrong variable, and what its value must be
 */
export const parseVariables = <T>(schema: z.ZodMiniType<T>, env: NodeJS.ProcessEnv, what: string): T => {
  const set = Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : []));
  const replaced = set.flatMap(([name = '']) =>
    REPLACED_SETTINGS[name] ? [`${name} ${REPLACED_SETTINGS[name]}`] : [],
  );
  if (replaced.length > 0) throw new ConfigurationError(what, replaced);
  const parsed = schema.safeParse(Object.fromEntries(set));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const variable = path.join('.');
    return env[variable]?.trim() ? `${variable} ${message}` : `${variable} is missing`;
  });
  throw new ConfigurationError(what, faults);
};
