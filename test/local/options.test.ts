import { describe, expect, it } from 'vitest';
import { readOptions } from '../../local/options.ts';
import { whyNotStarted } from '../../local/why-not-started.ts';

describe('arguments of npm start', () => {
  it('send the sample, unless they say otherwise or the watch starts the system again, which opens no board either', () => {
    expect(readOptions([])).toMatchObject({ sample: true, once: false, json: false, verbose: false, within: 120 });
    expect(readOptions(['--no-sample']).sample).toBe(false);
    expect(readOptions(['--restarted', '--open'])).toMatchObject({ sample: false, open: false, isRestart: true });
  });

  it.each([
    [['--once', '--watch'], '--once ends'],
    [['--once', '--no-sample'], '--once waits'],
    [['--within', '0'], '--within takes'],
    [['--opens'], "Unknown option '--opens'"],
  ])('%j are refused', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });
});

describe('why the system does not start, in one line', () => {
  it.each([
    ['EADDRINUSE', 3000, 'Port 3000 is taken. Set PORT to another one, such as PORT=3001.'],
    ['EADDRINUSE', 65_535, 'Port 65535 is taken. Set PORT to another one, such as PORT=65534.'],
    ['EACCES', 80, 'Port 80 needs rights that you do not have. Set PORT to one above 1023.'],
  ])('%s for port %i', (code, port, line) => {
    expect(whyNotStarted(Object.assign(new Error('listen'), { code }), { port })).toBe(line);
  });

  it('is the first line of anything else', () => {
    expect(whyNotStarted(new Error('IO error\n    at x'), { port: 0 })).toBe('IO error');
  });
});
