import { createInterface } from 'node:readline';
import { createThousandEyes } from '../../lib/thousandeyes/client.ts';

/* A separate process that makes one POST for each line that it reads, and prints the result. */

const thousandEyes = createThousandEyes({
  apiUrl: process.argv[2] ?? '',
  timeoutMs: 5000,
  linkVisibility: 'share',
  now: Date.now,
});
const request = { testId: '1', displayName: 'x', startDate: '2026-03-02T08:00:00Z', endDate: '2026-03-02T10:00:00Z' };

const post = async (): Promise<void> => {
  const { outcome } = await thousandEyes.createSnapshot('token', request);
  process.stdout.write(`${outcome}\n`);
};

createInterface(process.stdin).on('line', () => void post());
