import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Recognition } from '../lib/edge/recognize.ts';
import { isCrossSite } from '../lib/edge/cross-site.ts';
import { json, problem, readJsonBody } from '../lib/edge/http.ts';
import { mayOperate } from '../lib/operator/may-operate.ts';
import type { Faults } from './stand-in/faults.ts';

/** The path of the local system's controls. Only the local gateway has it. */
export const CONTROLS_PATH = '/local/';

/** The faults that the stand-in can simulate. While one is on, every call that creates a snapshot gets that answer. */
const FAULTS = {
  none: undefined,
  '502': { status: 502 },
  '429': { status: 429 },
  '401': { status: 401 },
  '403': { status: 403 },
  '404': { status: 404 },
  outage: { kind: 'reset' },
} as const;
const FOR_GOOD = Number.MAX_SAFE_INTEGER;

const alertsRequest = z.strictObject({ count: z.int().min(1).max(200) });
const faultRequest = z.strictObject({ fault: z.enum(['none', '502', '429', '401', '403', '404', 'outage']) });

/** Files of the page. Their paths start at the repository's root, where npm runs its scripts. */
const FILES = {
  'controls.js': 'text/javascript; charset=utf-8',
  'controls.css': 'text/css; charset=utf-8',
} as const;

type Answer = APIGatewayProxyStructuredResultV2;

/** The dependencies of the controls. `recognize` is the same as the board's. */
export interface ControlsOptions extends Pick<Recognition, 'recognize'> {
  readonly faults: Faults;
  /** Sends `count` sample alerts through the webhook. */
  readonly sendAlerts: (count: number) => Promise<void>;
  /** Opens the gate that an earlier fault closed, so that waiting captures go on. */
  readonly openGate: () => Promise<void>;
}

export interface Controls {
  /** Answers a request below `CONTROLS_PATH`; `name` is what follows it. */
  readonly answer: (
    request: Pick<IncomingMessage, 'method' | 'headers'>,
    name: string,
    body: string,
  ) => Promise<Answer>;
  /** Adds the controls to the board's page. Returns any other answer unchanged. */
  readonly addTo: (path: string, answer: Answer) => Answer;
}

/**
 * Controls on the local board: sample alerts, a storm, and faults of the stand-in. The gateway adds them to the page
 * that the function rendered. The function and its configuration have no code for them, so none of it is deployed.
 */
export const createControls = ({ recognize, faults, sendAlerts, openGate }: ControlsOptions): Controls => {
  let current: keyof typeof FAULTS = 'none';

  const post = async (name: string, headers: Record<string, string | undefined>, body: string): Promise<Answer> => {
    const read = readJsonBody({ headers, body, isBase64Encoded: false });
    if (!read.ok) return read.answer;
    const asked = (name === 'alerts' ? alertsRequest : faultRequest).safeParse(read.value);
    if (!asked.success) return problem(400, z.prettifyError(asked.error));
    if ('count' in asked.data) await sendAlerts(asked.data.count);
    else {
      current = asked.data.fault;
      faults.clear();
      const fault = FAULTS[current];
      if (fault) faults.add({ method: 'POST', times: FOR_GOOD, ...fault });
      else await openGate();
    }
    return json(200, { fault: current });
  };

  return {
    async answer({ method, headers: raw }, name, body) {
      const headers = Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, String(value)]));
      if (method !== 'GET' && isCrossSite(headers)) return problem(403, 'Use the controls on the board itself.');
      const cookies = headers['cookie']?.split(/;\s*/);
      const operator = await recognize({ headers, ...(cookies && { cookies }) });
      if (operator === undefined) return problem(401, 'Sign in on the board first.');
      if (method !== 'GET' && !mayOperate(operator)) return problem(403, 'Your role is view: you may read only.');
      if (method === 'GET' && isFile(name)) return file(name);
      if (method === 'GET' && name === 'fault') return json(200, { fault: current });
      if (method === 'POST' && (name === 'alerts' || name === 'fault')) return post(name, headers, body);
      return problem(404, 'There is no such control.');
    },
    addTo: (path, answer) =>
      path === '/' && answer.statusCode === 200
        ? { ...answer, body: answer.body?.replace('</head>', `${TAGS}</head>`) ?? '' }
        : answer,
  };
};

const TAGS = `<link rel="stylesheet" href="${CONTROLS_PATH}controls.css"><script type="module" src="${CONTROLS_PATH}controls.js"></script>`;

const isFile = (name: string): name is keyof typeof FILES => Object.hasOwn(FILES, name);

const file = async (name: keyof typeof FILES): Promise<Answer> => ({
  statusCode: 200,
  headers: { 'content-type': FILES[name], 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: await readFile(`local/controls/${name}`, 'utf8'),
});
