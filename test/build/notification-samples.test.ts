import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { withSamples } from '../../build/notification-samples.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

describe('the samples of docs/notifications.md', () => {
  it('are what the code makes of events/: npm run docs:samples', async () => {
    const page = await readFile(`${ROOT}docs/notifications.md`, 'utf8');

    expect(page).toBe(await withSamples(ROOT, page));
  });

  it.each([
    '### A snapshot of its own',
    '### The snapshot of another capture',
    '### One snapshot for several alerts',
    '### A failure',
    '### A clear',
    '### An alert that arrived late',
  ])('show each kind: %s', async (title) => {
    expect(await readFile(`${ROOT}docs/notifications.md`, 'utf8')).toContain(title);
  });

  it('have a place in the page', async () => {
    await expect(withSamples(ROOT, '# Notifications')).rejects.toThrow('docs/notifications.md has no');
  });
});
