import { defineConfig } from 'vitest/config';

/**
 * `npm run test:prove` runs small storms through the whole of `npm run prove`. `npm test` leaves them out: they take
 * minutes, because the system waits for its watchdog after a kill, and they keep both cores busy.
 */
export default defineConfig({
  test: { include: ['test/prove/*.slow.ts'], globalSetup: ['test/support/template-folder.ts'], testTimeout: 300_000 },
});
