import type { Capture } from '../captures/capture.ts';
import { inDays } from './items.ts';

/* How a quarantined body is stored: beside its capture, so that no step writes it again and no index holds it. */

/** A notice may wait for its topic: the body that it is about is kept for so much longer. */
const PAYLOAD_MARGIN_DAYS = 14;
/** An item has 400 KB at most. This leaves room for its id, and keeps 256 KiB whole even in base64. */
const PART_BYTES = 393_216;

const payloadId = (captureId: string): string => `payload#${captureId}`;

/** The items of a quarantined body: one, or as many as it has parts. The first one says how many. */
export const payloadItems = ({ id, receivedAt }: Capture, payload: string, retentionDays: number) => {
  const [first = '', ...rest] = inParts(payload);
  const forgetAt = inDays(receivedAt, retentionDays + PAYLOAD_MARGIN_DAYS);
  return [
    { id: payloadId(id), payload: first, forgetAt, ...(rest.length > 0 && { parts: 1 + rest.length }) },
    ...rest.map((text, index) => ({ id: `${payloadId(id)}#${index + 2}`, payload: text, forgetAt })),
  ];
};

/** Cut only where a character of UTF-8 begins. */
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
