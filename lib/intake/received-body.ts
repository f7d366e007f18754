import { getBuiltinModule } from 'node:process';
import { type BodyCarrier, bytesOf, isJsonType, mediaTypeOf } from '../edge/http.ts';

/** Enough for an alert that lists more than a thousand agents. API Gateway and Lambda take a few MB. */
const MAX_BODY_BYTES = 1_048_576;

export type BodyFault = 'media_type' | 'content_encoding' | 'too_large';

export type ReceivedBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly fault: BodyFault };

/** Media types that senders use by default for JSON. */
const UNCHOSEN_TYPES = new Set(['', 'text/plain', 'text/json', 'application/octet-stream']);

/**
 * Reads the bytes of a webhook's body. It checks media type, encoding and size, in this order. Users choose the headers
 * of a custom webhook, so JSON sent as plain text or without a type is accepted.
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

/** Whether a relay has unzipped the body and left the header. No JSON begins with gzip's first byte. */
const isUnzipped = (bytes: Buffer): boolean => bytes[0] !== 0x1f;

/** Unzips a body up to the limit, so that a small body cannot expand to a huge one. */
const unzip = (bytes: Buffer): ReceivedBody => {
  const { gunzipSync } = getBuiltinModule('node:zlib'); // loading it takes milliseconds, so not at a cold start
  try {
    return { ok: true, bytes: gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES }) };
  } catch (error) {
    const isTooLarge = error instanceof RangeError; // ERR_BUFFER_TOO_LARGE: the limit was reached
    return { ok: false, fault: isTooLarge ? 'too_large' : 'content_encoding' };
  }
};
