import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readReceivedBody } from '../../lib/intake/received-body.ts';

const TEXT = '{"testId":1}';
const MEBIBYTE = 1_048_576;

const read = (bytes: Buffer, headers: Record<string, string> = {}) => {
  const received = readReceivedBody({ headers, body: bytes.toString('base64'), isBase64Encoded: true });
  return received.ok ? received.bytes.toString() : received.fault;
};

describe('a received body', () => {
  it.each([
    'application/json',
    'application/vnd.alert+json; charset=utf-8',
    'text/plain',
    'TEXT/JSON',
    'application/octet-stream',
    '',
  ])('is taken of the type %j', (type) => {
    expect(read(Buffer.from(TEXT), { 'content-type': type })).toBe(TEXT);
  });

  it.each(['text/html', 'application/xml', 'application/x-www-form-urlencoded', 'image/png'])(
    'is refused of the type %s',
    (type) => {
      expect(read(Buffer.from(TEXT), { 'content-type': type })).toBe('media_type');
    },
  );

  it('is taken without a type', () => {
    expect(read(Buffer.from(TEXT))).toBe(TEXT);
  });

  it.each(['gzip', 'x-gzip', ' GZIP ', 'identity, gzip'])('is unzipped: %j', (encoding) => {
    expect(read(gzipSync(TEXT), { 'content-encoding': encoding })).toBe(TEXT);
  });

  it.each(['identity', '', ' , '])('is taken as it is: %j', (encoding) => {
    expect(read(Buffer.from(TEXT), { 'content-encoding': encoding })).toBe(TEXT);
  });

  it.each(['br', 'deflate', 'gzip, br', 'gzip, gzip'])('is refused in the encoding %s', (encoding) => {
    expect(read(gzipSync(TEXT), { 'content-encoding': encoding })).toBe('content_encoding');
  });

  it('is taken if somebody has unzipped it and left the header, and refused if it is broken', () => {
    const headers = { 'content-encoding': 'gzip' };

    expect(read(Buffer.from(TEXT), headers)).toBe(TEXT);
    expect(read(gzipSync(TEXT).subarray(0, 15), headers)).toBe('content_encoding');
  });

  it('has 1 MiB at most, before and after it is unzipped', () => {
    const headers = { 'content-encoding': 'gzip' };
    const [most, more] = [Buffer.alloc(MEBIBYTE, 'x'), Buffer.alloc(MEBIBYTE + 1, 'x')];

    expect(read(most)).toHaveLength(MEBIBYTE);
    expect(read(more)).toBe('too_large');
    expect(read(gzipSync(most), headers)).toHaveLength(MEBIBYTE);
    expect(read(gzipSync(more), headers)).toBe('too_large');
    expect(read(more, headers)).toBe('too_large');
  });
});
