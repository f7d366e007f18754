import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { GATE, LOOKUPS, slotId, TOPIC } from '../../lib/ledger/read-quota.ts';
import { effective } from '../support/effective-template.ts';
import { packagedTemplate, type Template } from '../support/packaged-template.ts';
import type { RecordedCall } from '../support/recorded-calls.ts';
import type { Call } from './iam/decide.ts';
import { recordCalls } from './iam/exercise.ts';
import { iamCallOf } from './iam/iam-call.ts';
import { actionsOfBundle, OF_THE_EVENT_SOURCE } from './iam/needed-actions.ts';
import { isAllowed } from './iam/simulator.ts';
import { arnOf } from './iam/stack-values.ts';
import { temptationsIn } from './iam/temptations.ts';

const ROLES = { webhook: 'WebhookRole', captures: 'CapturesRole', schedule: 'ScheduleRole', worker: 'WorkerRole' };
const QUOTA_ITEMS = [GATE, LOOKUPS, TOPIC, ...[0, 1, 2, 3, 4, 49].map(slotId)];
const CAPTURE_ID = '0123456789abcdef0123456789abcdef';

const nameOf = ({ action, resource }: Call): string => `${action} ${resource}`;

let template: Template;
let recorded: readonly RecordedCall[];
beforeAll(async () => {
  const [packaged, calls] = await Promise.all([packagedTemplate('planned'), recordCalls()]);
  const HasChat = { 'Fn::Equals': ['true', 'true'] };
  template = effective({ ...packaged, Conditions: { ...packaged.Conditions, HasChat } });
  recorded = calls;
});

/** The names of the calls that IAM allows the role, each once. */
const allowedOf = async (role: string, calls: readonly Call[]): Promise<string[]> => {
  const verdicts = await Promise.all(calls.map((call) => isAllowed(template, role, call)));
  return [...new Set(calls.filter((_, index) => verdicts[index]).map(nameOf))].toSorted();
};

const putsOf = (id: string): Call => ({
  action: 'dynamodb:PutItem',
  resource: arnOf(template, 'Table'),
  context: { 'dynamodb:LeadingKeys': [id] },
});

/** The calls that AWS services make with a function's role, besides the calls of its bundle. */
const ofServices = (role: string): Call[] => {
  const on = (id: string, actions: readonly string[]) =>
    actions.map((action) => ({ action, resource: arnOf(template, id) }));
  if (role === 'WorkerRole') return on('WakeQueue', OF_THE_EVENT_SOURCE);
  return role === 'ScheduleRole' ? on('ScheduleDeadLetterQueue', ['sqs:SendMessage']) : [];
};

describe.each(FUNCTION_NAMES)('IAM, asked by the %s function', (name) => {
  const role = ROLES[name];
  const callsOf = () => recorded.filter(({ by }) => by === name).map((call) => iamCallOf(template, call));

  it('sees each call that the bundle can make', async () => {
    const seen = new Set(callsOf().map(({ action }) => action));

    expect([...seen].toSorted()).toEqual((await actionsOfBundle(name)).toSorted());
  });

  it('allows every call, with its resource and keys', async () => {
    const needed = [...callsOf(), ...ofServices(role)];

    expect(await allowedOf(role, needed)).toEqual([...new Set(needed.map(nameOf))].toSorted());
    expect(await Promise.all(needed.map((call) => isAllowed(template, role, call)))).not.toContain(false);
  });

  it('allows no temptation that is not one of these calls', async () => {
    const needed = new Set([...callsOf(), ...ofServices(role)].map(nameOf));

    const temptations = temptationsIn(template).filter((call) => !needed.has(nameOf(call)));

    expect(temptations.length).toBeGreaterThan(100);
    expect(await allowedOf(role, temptations)).toEqual([]);
  });
});

describe.each(['webhook', 'captures', 'schedule'] as const)('IAM, asked to put an item by the %s function', (name) => {
  it('allows captures', async () => {
    expect(await isAllowed(template, ROLES[name], putsOf(CAPTURE_ID))).toBe(true);
  });

  it.each(QUOTA_ITEMS)('refuses %s', async (id) => {
    expect(await isAllowed(template, ROLES[name], putsOf(id))).toBe(false);
  });

  it('refuses a put whose key it does not see', async () => {
    const { action, resource } = putsOf(CAPTURE_ID);

    expect(await isAllowed(template, ROLES[name], { action, resource })).toBe(false);
  });
});

describe('IAM, asked for the body of a quarantined alert', () => {
  it.each([
    { name: 'webhook', allowed: true },
    { name: 'captures', allowed: false },
    { name: 'schedule', allowed: false },
  ] as const)('answers $allowed to a put by the $name function', async ({ name, allowed }) => {
    const ids = [`payload#${CAPTURE_ID}`, `payload#${CAPTURE_ID}#2`];

    const verdicts = await Promise.all(ids.map((id) => isAllowed(template, ROLES[name], putsOf(id))));

    expect(verdicts).toEqual([allowed, allowed]);
  });
});

describe('IAM, asked by EventBridge Scheduler', () => {
  it('allows the schedule function and the queue for what it could not deliver, and nothing else', async () => {
    const allowed = await allowedOf('SchedulerRole', temptationsIn(template));

    expect(allowed).toEqual([
      `lambda:InvokeFunction ${arnOf(template, 'ScheduleLambdaFunction')}`,
      `sqs:SendMessage ${arnOf(template, 'ScheduleDeadLetterQueue')}`,
    ]);
  });
});

describe('IAM, asked without TLS', () => {
  it.each([
    { action: 'sqs:SendMessage', id: 'WakeQueue' },
    { action: 'sns:Publish', id: 'EvidenceTopic' },
    { action: 'sns:Publish', id: 'ChatTopic' },
  ])('refuses $action to $id, which it allows the worker over TLS', async ({ action, id }) => {
    const call = { action, resource: arnOf(template, id) };

    const overTls = await isAllowed(template, 'WorkerRole', call);
    const inTheClear = await isAllowed(template, 'WorkerRole', {
      ...call,
      context: { 'aws:SecureTransport': 'false' },
    });

    expect({ overTls, inTheClear }).toEqual({ overTls: true, inTheClear: false });
  });
});
