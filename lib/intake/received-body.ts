import { gunzipSync } from 'node:zlib';
import { type BodyCarrier, bytesOf, isJsonType, mediaTypeOf } from '../edge/http.ts';

/** Large enough for an alert that lists more than a thousand agents; API Gateway and Lambda carry a few MB. */
const MAX_BODY_BYTES = 1_048_576;

/** Why the webhook refuses a body. */
export type BodyFault = 'media_type' | 'content_encoding' | 'too_large';

export type ReceivedBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly fault: BodyFault };

/** What senders write if nobody chose a media type for their JSON. */
const UNCHOSEN_TYPES = new Set(['', 'text/plain', 'text/json', 'application/octet-stream']);

/**
 * The bytes of a webhook's body: media type, encoding and size, in this order. A custom webhook's user chooses the headers,
 * so JSON that is sent as plain text or without a type is taken as JSON.
 */
export const readReceivedBody = (event: BodyCarrier): ReceivedBody => {
  const mediaType = mediaTypeOf(event) ?? '';
  if (!isJsonType(mediaType) && !UNCHOSEN_TYPES.has(mediaType)) return { ok: false, fault: 'media_type' };
  const encodings = (event.headers['content-encoding'] ?? '').split(',').map((it) => it.trim().toLowerCase());
  const [encoding, ...others] = encodings.filter((it) => it !== '' && it !== 'identity');
  const isGzip = encoding === undefined || encoding === 'gzip' || encoding === 'x-gzip';
  if (!isGzip || others.length > 0) return { ok: false, fault: 'content_encoding' };
  const bytes = bytesOf(event);
  if (bytes.length > MAX_BODY_BYTES) return { ok: false, fault: 'too_large' };
  return encoding === undefined || isUnzipped(bytes) ? { ok: true, bytes } : unzip(bytes);
};

/** A relay may unzip a body and leave the header. No JSON begins with the first byte of gzip. */
const isUnzipped = (bytes: Buffer): boolean => bytes[0] !== 0x1f;

/** Stops at the limit, so that a small body cannot become a huge one. */
const unzip = (bytes: Buffer): ReceivedBody => {
  try {
    return { ok: true, bytes: gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES }) };
  } catch (error) {
    const isTooLarge = error instanceof RangeError; // the one error of a limit, ERR_BUFFER_TOO_LARGE
    return { ok: false, fault: isTooLarge ? 'too_large' : 'content_encoding' };
  }
};
