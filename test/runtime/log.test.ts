import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../lib/runtime/log.ts';

describe('the log', () => {
  const lines: Record<string, any>[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.stubEnv('POWERTOOLS_DEV', 'true'); // makes the logger write to the console, which the test reads
    for (const level of ['info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('is a line of JSON for each decision, with its code, its fields and whose it is', () => {
    const log = createLog('worker');

    log.info('taken_in', { captureId: 'a', attempts: 2 });
    log.warn('not_taken_in', { status: 'duplicate' });
    log.warn('nothing_to_say');

    expect(lines).toMatchObject([
      { level: 'INFO', message: 'taken_in', captureId: 'a', attempts: 2, service: expect.stringMatching(/\/worker$/) },
      { level: 'WARN', message: 'not_taken_in', status: 'duplicate' },
      { level: 'WARN', message: 'nothing_to_say' },
    ]);
  });

  it('has an error with its name and message, whatever was thrown, beside the fields', () => {
    const log = createLog('worker');

    log.error('broken', new TypeError('no such thing'), { captureId: 'a' });
    log.error('broken', 'thrown text');

    expect(lines).toMatchObject([
      { level: 'ERROR', message: 'broken', captureId: 'a', error: { name: 'TypeError', message: 'no such thing' } },
      { level: 'ERROR', message: 'broken', error: { name: 'Error', message: 'thrown text' } },
    ]);
  });
});
