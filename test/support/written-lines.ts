import { vi } from 'vitest';

/**
 * The output of functions from now on: their log lines, and their metrics as CloudWatch would read them. A test has to
 * call this before it imports the handlers.
 */
export const writtenLines = () => {
  const logged: Record<string, any>[] = [];
  const metrics: Record<string, any>[] = [];
  vi.stubEnv('POWERTOOLS_DEV', 'true'); // log and metrics write to the console, which a test can read
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void logged.push(JSON.parse(String(line))));
  }
  const write = (line: unknown) => void metrics.push(JSON.parse(String(line)));
  vi.spyOn(console, 'log').mockImplementation(write);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    if (!String(chunk).startsWith('{"_aws"')) return true;
    write(chunk);
    return true;
  });
  return { logged, metrics };
};
