import { readdir, readFile } from 'node:fs/promises';
import { SAMPLE_TEST_IDS } from './sample-alerts.ts';
import type { Settings } from './settings.ts';
import { SAMPLE_ACCOUNT } from './stand-in/sample-account.ts';

/** From the repository's root, where npm runs its scripts. */
const SAMPLES = 'events';

/**
 * Which tests the stand-in has: those of its account and of the samples with UNKNOWN_TESTS=refuse. Else it takes any id, since
 * nobody could try an alert of their own: the tests of their account are not in the stand-in.
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
