import { randomBytes } from 'node:crypto';
import * as z from 'zod';

/** The environment variables of the local system; those of the functions are passed on to them. */
const schema = z.object({
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int({ error: 'must be a port number' })
    .min(0, { error: 'must be a port number' })
    .max(65535, { error: 'must be a port number' })
    .default(3000),
  THOUSANDEYES_API_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).optional(),
  THOUSANDEYES_TOKEN: z.string().optional(),
  WEBHOOK_TOKEN: z.string().default('local-webhook-token'),
  OPERATOR_TOKEN: z.string().default('local-operator-token'),
  DATA_DIR: z.string().optional(),
});

/** What the worker reads besides; passed on where set. */
const WORKER_SETTINGS = [
  'SNAPSHOT_LIMIT',
  'SNAPSHOT_LIMIT_SECONDS',
  'SNAPSHOT_IS_PUBLIC',
  'THOUSANDEYES_TIMEOUT_SECONDS',
  'MAX_ATTEMPTS',
  'REUSE_SECONDS',
  'GIVE_UP_HOURS',
  'RETENTION_DAYS',
  'POWERTOOLS_LOG_LEVEL',
] as const;

export interface Settings {
  readonly port: number;
  /** Absent: the stand-in. */
  readonly apiUrl: string | undefined;
  readonly thousandEyesToken: string;
  readonly webhookToken: string;
  readonly operatorToken: string;
  /** Absent: memory. */
  readonly dataDir: string | undefined;
  /** Environment variables of the worker. */
  readonly worker: Readonly<Record<string, string>>;
}

/** The settings of the local system, or every fault of them, a line each. */
export const readSettings = (
  env: NodeJS.ProcessEnv,
): { readonly settings: Settings } | { readonly faults: readonly string[] } => {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  const faults = parsed.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  if (set['THOUSANDEYES_API_URL'] !== undefined && set['THOUSANDEYES_TOKEN'] === undefined) {
    faults.push('THOUSANDEYES_TOKEN is missing: the API at THOUSANDEYES_API_URL asks for one');
  }
  if (!parsed.success || faults.length > 0) return { faults };
  const { PORT, THOUSANDEYES_API_URL, THOUSANDEYES_TOKEN, WEBHOOK_TOKEN, OPERATOR_TOKEN, DATA_DIR } = parsed.data;
  return {
    settings: {
      port: PORT,
      apiUrl: THOUSANDEYES_API_URL,
      thousandEyesToken: THOUSANDEYES_TOKEN ?? `stand-in-${randomBytes(16).toString('hex')}`,
      webhookToken: WEBHOOK_TOKEN,
      operatorToken: OPERATOR_TOKEN,
      dataDir: DATA_DIR,
      worker: Object.fromEntries(WORKER_SETTINGS.flatMap((name) => (set[name] ? [[name, set[name]]] : []))),
    },
  };
};
