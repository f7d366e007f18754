import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import { API_TOKEN, type Contestant, type LifeTerms, type Reported } from './contestant.ts';

const WEBHOOK_TOKEN = 'webhook-token-of-the-proof';
const OPERATOR_TOKEN = 'operator-token-of-the-proof';

/** A call is given up after so many seconds: the storm's period is short, and so are the answers of its API. */
const TIMEOUT_SECONDS = 2;

/** The process of `npm start`, as it is built. `noSchedules` is a file without planned evidence, which would spend calls. */
export const thisProject = (noSchedules: string): Contestant => ({
  name: 'this project',
  webhookToken: WEBHOOK_TOKEN,
  command: ({ port, dataDir, apiUrl, limit, periodMs }: LifeTerms) => ({
    args: ['dist/local/main.mjs', '--no-sample'],
    env: {
      PORT: String(port),
      DATA_DIR: dataDir,
      THOUSANDEYES_API_URL: apiUrl,
      THOUSANDEYES_TOKEN: API_TOKEN,
      THOUSANDEYES_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
      SNAPSHOT_LIMIT: String(limit),
      SNAPSHOT_LIMIT_SECONDS: String(periodMs / 1000),
      WEBHOOK_TOKEN,
      OPERATOR_TOKEN,
      SCHEDULES_FILE: noSchedules,
    },
  }),
  readTopic,
});

interface Listed {
  readonly link?: string;
  readonly announcedAt?: string;
  readonly alert?: { readonly alertId?: string };
}

/** A message needs no longer than this from the topic to the line that is printed. */
const IN_TOPIC_MS = 2000;

/**
 * What the ledger says was sent in the moments before the kill. The emulated topic is in memory and dies with the process,
 * maybe before it delivers; a real one has the message.
 */
const readTopic = async (url: string, killedAt: number): Promise<Reported[]> => {
  const { items } = await getJson(`${url}/captures?limit=200`);
  return items.flatMap(({ link, announcedAt, alert }) => {
    const at = Date.parse(announcedAt ?? '');
    const isInTopic = at >= killedAt - IN_TOPIC_MS && at <= killedAt;
    return isInTopic && alert?.alertId !== undefined ? [{ alertIds: [alert.alertId], link }] : [];
  });
};

const getJson = (url: string): Promise<{ readonly items: readonly Listed[] }> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` }, agent: false }, (response) => {
      json(response).then((read) => resolve(read as { items: Listed[] }), reject);
    }).on('error', reject);
  });
