import { setTimeout as sleep } from 'node:timers/promises';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { readSettings } from '../../local/settings.ts';
import { type System, startSystem } from '../../local/system.ts';

/** The event as a subscriber of the topic reads it. */
export interface Received {
  readonly captureId: string;
  readonly status: string;
  readonly [field: string]: unknown;
}

const BUNDLES = new URL('../../dist/', import.meta.url);
const PATIENCE_MS = 30_000;

/** The whole local system over the bundles in `dist/`, on free ports. */
export const startLocal = async (env: Record<string, string> = {}, now: () => number = Date.now) => {
  const settings = readSettings({ PORT: '0', POWERTOOLS_LOG_LEVEL: 'INFO', ...env });
  const notifications: Received[] = [];
  const logs: string[] = [];
  const system: System = await startSystem({
    settings,
    deployment: readDeployment(),
    bundles: BUNDLES,
    onNotification: (event) => notifications.push(event as Received),
    writeLog: (chunk) => logs.push(chunk),
    now,
  });

  const request = async (method: string, path: string, token: string, body?: unknown, headers = {}) => {
    const response = await fetch(`${system.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, any> };
  };

  return {
    system,
    settings,
    notifications,
    logs,
    post: (alert: unknown, headers = {}) =>
      request('POST', '/webhooks/thousandeyes', settings.webhookToken, alert, headers),
    operator: (method: string, path: string, body?: unknown, headers = {}) =>
      request(method, path, settings.operatorToken, body, headers),
    /** Waits for the notification of a capture. */
    async notificationOf(captureId: string, withinMs = PATIENCE_MS): Promise<Received> {
      for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20)) {
        const found = notifications.find((event) => event.captureId === captureId);
        if (found) return found;
      }
      throw new Error(`no notification of ${captureId} within ${withinMs} ms; logs:\n${logs.join('')}`);
    },
    standIn() {
      if (system.standIn === undefined) throw new Error('this system has no stand-in');
      return system.standIn;
    },
  };
};
