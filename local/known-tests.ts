import { readdir, readFile } from 'node:fs/promises';
import { SAMPLE_TEST_IDS } from './sample-alerts.ts';
import type { Settings } from './settings.ts';
import { SAMPLE_ACCOUNT } from './stand-in/sample-account.ts';

/** A path from the repository's root, where npm runs its scripts. */
const SAMPLES = 'events';

/**
 * The tests that the stand-in knows. With UNKNOWN_TESTS=refuse, these are the tests of its account and of the samples.
 * Otherwise it accepts any test id, so that users can try alerts of their own tests.
 */
export const knownTests = async ({
  refusesUnknownTests,
}: Pick<Settings, 'refusesUnknownTests'>): Promise<((testId: string) => boolean) | undefined> => {
  if (!refusesUnknownTests) return undefined;
  const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(`${SAMPLES}/${name}`, 'utf8')));
  const inSamples = texts.flatMap((text) => Array.from(text.matchAll(/"testId": ?"?(\d+)/g), ([, id = '']) => id));
  const known = new Set([...SAMPLE_ACCOUNT.tests.map(({ testId }) => testId), ...SAMPLE_TEST_IDS, ...inSamples]);
  return (testId) => known.has(testId);
};
