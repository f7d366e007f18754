import type { Capture } from '../captures/capture.ts';
import { inDays } from './items.ts';

/*
 * How a quarantined body is stored: in items of its own, so that no step of its capture writes it again and no index
 * holds it.
 */

/** The body is kept longer than its capture, because the notice about it may wait for the topic. */
const PAYLOAD_MARGIN_DAYS = 14;
/**
 * DynamoDB takes items of at most 400 KB. This size leaves room for the id, and keeps 256 KiB in one part even in
 * base64.
 */
const PART_BYTES = 393_216;

/** The id of the item that holds a part of the body; parts count from 1. */
export const payloadId = (captureId: string, part = 1): string =>
  part === 1 ? `payload#${captureId}` : `payload#${captureId}#${part}`;

/**
 * Makes the items of a quarantined body: one for each part. The first item has the number of parts, if there are
 * several.
 */
export const payloadItems = ({ id, receivedAt }: Capture, payload: string, retentionDays: number) => {
  const [first = '', ...rest] = inParts(payload);
  const forgetAt = inDays(receivedAt, retentionDays + PAYLOAD_MARGIN_DAYS);
  return [
    { id: payloadId(id), payload: first, forgetAt, ...(rest.length > 0 && { parts: 1 + rest.length }) },
    ...rest.map((text, index) => ({ id: payloadId(id, index + 2), payload: text, forgetAt })),
  ];
};

/** Cuts a text into parts, only at the beginning of a UTF-8 character. */
const inParts = (text: string): string[] => {
  const bytes = Buffer.from(text);
  const parts: string[] = [];
  for (let start = 0, end = 0; end < bytes.length; start = end) {
    end = Math.min(start + PART_BYTES, bytes.length);
    while (isInsideCharacter(bytes[end])) end -= 1;
    parts.push(bytes.toString('utf8', start, end));
  }
  return parts;
};

const isInsideCharacter = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
