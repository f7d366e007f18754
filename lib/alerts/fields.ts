import * as z from 'zod/mini';
import { SEVERITIES } from './alert.ts';
import { isoOf } from '../time.ts';
import { DECIMAL_ID } from './decimal-id.ts';

/*
 * How the single fields of a payload are read. Ids come as numbers or strings, templates render missing values as empty
 * strings, and users add their own keys. A field that does not fit reads as absent, so one odd field never loses an
 * alert.
 */

/** An optional field; a value that does not fit `field` reads as absent. */
export const orAbsent = <T extends z.core.$ZodType>(field: T) => z.catch(z.optional(field), undefined);

const MAX_TEXT = 1000;

/** A whole number beyond 2^53 has lost digits, so two different ids could read as the same one. */
const isExact = (value: number): boolean => !Number.isInteger(value) || Number.isSafeInteger(value);

/** Text, or a number as text; trimmed and cut to MAX_TEXT characters. Empty text reads as absent. */
export const text = orAbsent(
  z.pipe(
    z.union([z.string(), z.number().check(z.refine(isExact))]),
    z.transform((value) => String(value).trim().slice(0, MAX_TEXT).toWellFormed() || undefined),
  ),
);

/** A decimal id. 0 reads as absent, because some senders fill `ruleAid` with it. */
export const numericId = orAbsent(
  z.pipe(
    z.union([z.string(), z.int()]),
    z.transform((value) => String(value).trim().match(DECIMAL_ID)?.[0]),
  ),
);

/** Epoch milliseconds, as a number or as digits, converted to ISO 8601. */
export const epochMillis = orAbsent(
  z.pipe(z.coerce.number().check(z.minimum(1e11), z.maximum(1e14)), z.transform(isoOf)),
);

/** `Major`, `MAJOR`, `major`, `{"id": "MAJOR"}` …; anything else is unknown. */
export const severity = z.catch(
  z.pipe(
    z.transform((value) => (isObject(value) && 'id' in value ? value.id : value)),
    z.pipe(z.string().check(z.trim(), z.toLowerCase()), z.enum(SEVERITIES)),
  ),
  'unknown',
);

/** An object of `shape`. A value of any other type reads as an object without fields. */
export const objectOrEmpty = <T extends z.core.$ZodShape>(shape: T) =>
  z.pipe(
    z.transform((value) => (isObject(value) ? value : {})),
    z.object(shape),
  );

/** Whether a value is an object: not a list, not null, not a plain value. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The decimal id that ends the path of a link such as `https://api.thousandeyes.com/v7/alerts/rules/5120077`. */
export const idAtEndOf = (href: string | undefined): string | undefined =>
  numericId.parse(segmentsOf(href).findLast(Boolean));

/**
 * The test id in a link such as `https://api.thousandeyes.com/v7/tests/bgp/2854771`; undefined if the link leads
 * elsewhere.
 */
export const testIdOf = (href: string | undefined): string | undefined =>
  segmentsOf(href).includes('tests') && !isEndpointLink(href) ? idAtEndOf(href) : undefined;

/** Whether a link leads to an Endpoint Agent's resource, such as `/v7/endpoint/tests/scheduled-tests/2854771`. */
export const isEndpointLink = (href: string | undefined): boolean =>
  segmentsOf(href).some((segment) => /^endpoint/i.test(segment));

const segmentsOf = (href: string | undefined): string[] =>
  URL.parse(href ?? '', 'https://api.thousandeyes.com')?.pathname.split('/') ?? [];

/** A link with http or https; any other text reads as absent. */
export const pageLink = z.pipe(
  text,
  z.transform((value) => {
    const url = URL.parse(value ?? '');
    return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
  }),
);

/** The account group of a permalink, which carries it as `__a` anywhere in the query. */
export const accountGroupOf = (permalink: string | undefined): string | undefined =>
  numericId.parse(URL.parse(permalink ?? '')?.searchParams.get('__a') ?? undefined);
