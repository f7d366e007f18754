import { readFile } from 'node:fs/promises';

/** A parsed sample of `events/`. */
export const sampleEvent = async (name: string): Promise<Record<string, any>> =>
  JSON.parse(await readFile(new URL(`../../events/${name}.json`, import.meta.url), 'utf8'));

let alerts = 300_000_000;

/** A classic trigger with a new alert id and the given test. */
export const aClassicTrigger = async (testId: number, changes: object = {}) => {
  const sample = await sampleEvent('classic-http-server-trigger');
  alerts += 1;
  return {
    ...sample,
    eventId: `1-${alerts}`,
    alert: { ...sample['alert'], alertId: alerts, testId, apiLinks: [], ...changes },
  };
};
