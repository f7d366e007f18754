import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStack } from '../support/doctor.ts';

const LIVE = ['--live', '--yes', '--json', '--aid', '74411', '--test-id', '3417721'];
const API = ['--stack', 'good'];
const DIRECT = ['--thousandeyes-secret-id', 'thousandeyes'];

/** Far more than a worker needs; a busy machine needs more than the second that `poll` has. */
const WITHIN = { timeout: 30_000 };

describe('npm run doctor -- --live', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  const links: string[] = [];
  beforeAll(async () => {
    stack = await startStack();
    stack.putSecrets();
  });
  beforeEach(() => stack.local.standIn().faults.clear());
  afterAll(() => stack.stop());

  const snapshots = () => [...stack.local.standIn().snapshots.values()];
  /** The link of the newest snapshot. */
  const lastLink = () => {
    const { apiUrl } = stack.local.standIn();
    const link = `${new URL(apiUrl).origin}/share/${snapshots().at(-1)?.id}`;
    links.push(link);
    return link;
  };

  it('creates one snapshot by the deployed API, and reports the kind of its link and that it opens', async () => {
    const { exitCode, check, out } = await stack.doctor([...API, ...LIVE]);

    expect(exitCode).toBe(0);
    expect(snapshots()).toHaveLength(1);
    expect(snapshots()[0]).toMatchObject({ testId: '3417721', aid: '74411', isPublic: false });
    expect(check('live')).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/public.*Without a login its page opens \(200\)/),
    });
    expect(check('permission')).toMatchObject({ outcome: 'ok' });
    expect(out).not.toContain(lastLink());
    const notification = await stack.local.notificationOf(stack.local.notifications[0]?.captureId ?? '');
    expect(notification).toMatchObject({ reason: 'manual', link: lastLink() });
  });

  it('says so if a snapshot of a moment ago is reused', async () => {
    const { check } = await stack.doctor([...API, ...LIVE]);

    expect(snapshots()).toHaveLength(1);
    expect(check('live')).toMatchObject({ outcome: 'ok', message: expect.stringMatching(/so none was created/) });
  });

  it('knows later from the operator API that the permission is there', async () => {
    const { check } = await stack.doctor([...API, '--json']);

    expect(check('permission')).toMatchObject({
      outcome: 'ok',
      message: expect.stringContaining('created a snapshot'),
    });
  });

  it('asks ThousandEyes directly if no webhook was given, with LINK_VISIBILITY', async () => {
    const { exitCode, check } = await stack.doctor([...DIRECT, ...LIVE], { env: { LINK_VISIBILITY: 'login' } });

    expect(exitCode).toBe(0);
    expect(snapshots().at(-1)).toMatchObject({ isPublic: true });
    expect(check('live')).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/private \(a saved event\).*Its host asks for a login \(302\)/),
    });
  });

  it('asks the ThousandEyes of the stack, if that has no webhook', async () => {
    const before = snapshots().length;

    const { check } = await stack.doctor(['--stack', 'withoutApi', '--api-url', '', ...LIVE]);

    expect(check('live')).toMatchObject({ outcome: 'ok' });
    expect(snapshots()).toHaveLength(before + 1);
  });

  it('fails if a share link comes back although one that needs a login was asked for', async () => {
    const id = snapshots()[0]?.id;
    const link = `${new URL(stack.local.standIn().apiUrl).origin}/share/${id}`;
    const body = JSON.stringify({ id, test: { savedEvent: false }, _links: { appLink: { href: link } } });
    stack.local.standIn().faults.add({ method: 'POST', status: 201, body });

    const { exitCode, check, out } = await stack.doctor([...DIRECT, ...LIVE], { env: { LINK_VISIBILITY: 'login' } });

    expect(exitCode).toBe(1);
    expect(check('live')).toMatchObject({
      outcome: 'fail',
      message: expect.stringMatching(/public.*opens without a login \(200\)/),
    });
    expect(out).not.toContain(link);
  });

  it('refuses the old name of the setting with what it is now', async () => {
    const { exitCode, err } = await stack.doctor([...DIRECT, ...LIVE], { env: { SNAPSHOT_IS_PUBLIC: 'true' } });

    expect(exitCode).toBe(2);
    expect(err).toContain('SNAPSHOT_IS_PUBLIC is replaced by LINK_VISIBILITY');
  });

  it.each([
    ['by the API', [...API, ...LIVE, '--aid', '74412', '--test-id', '3417731']],
    ['directly', [...DIRECT, ...LIVE]],
  ])('names the missing permission, asked %s', async (_, args) => {
    stack.local.standIn().faults.add({ method: 'POST', status: 403 });

    const { exitCode, check } = await stack.doctor(args);

    expect(exitCode).toBe(1);
    expect(check('live')).toMatchObject({ outcome: 'fail', fix: expect.stringContaining('Create snapshot shares') });
    expect(check('permission')).toMatchObject({ outcome: 'fail' });
  });

  it.each([
    [{ status: 429 }, /429/],
    [{ status: 401 }, /401/],
    [{ status: 404 }, /404/],
    [{ kind: 'reset' as const }, /UND_ERR|ECONNRESET/],
  ])('says why there is none if ThousandEyes answers %j', async (fault, said) => {
    stack.local.standIn().faults.add({ method: 'POST', ...fault });

    const { check } = await stack.doctor([...DIRECT, ...LIVE]);

    expect(check('live')).toMatchObject({ outcome: 'fail', message: expect.stringMatching(said) });
    expect(check('permission').outcome).toBe('skipped');
  });

  it.each([
    ['an answer of no', [...API, ...LIVE.filter((arg) => arg !== '--yes')], /answered no/],
    ['a test that takes no snapshots', [...API, ...LIVE, '--test-id', '584739201'], /fix this first: Test/],
  ])('creates nothing after %s', async (_, args, said) => {
    const before = snapshots().length;

    const { check } = await stack.doctor(args, { isTerminal: true });

    expect(snapshots()).toHaveLength(before);
    expect(check('live')).toMatchObject({ outcome: 'skipped', message: expect.stringMatching(said) });
  });

  it('asks a person what it is about to do, and prints the link if that was asked for', async () => {
    const questions: string[] = [];
    const confirm = async (question: string) => questions.push(question) > 0;
    const args = [...DIRECT, '--live', '--show-link', '--test-id', '3417721'];

    const { exitCode, out } = await stack.doctor(args, { isTerminal: true, confirm });

    expect(exitCode).toBe(0);
    expect(questions).toEqual(['Create ONE real snapshot of test 3417721, at ThousandEyes directly?']);
    expect(out).toContain(`\n${lastLink()}\n`);
    expect(stack.printed.pop()).toContain(links.pop()); // only this line may contain the link
  });

  it('reports a closed gate, and that the capture waits for it', async () => {
    stack.local.standIn().faults.add({ method: 'POST', status: 429, headers: { 'retry-after': '600' } });
    await stack.local.operator('POST', '/captures', { testId: '3417731', aid: '74412' });
    await expect.poll(async () => (await stack.local.operator('GET', '/status')).body['gate'], WITHIN).toBeDefined();

    const { exitCode, check } = await stack.doctor([...API, '--json']);

    expect(exitCode).toBe(0);
    expect(check('gate')).toMatchObject({ outcome: 'warn', message: expect.stringContaining('rate_limited') });
    expect(check('backlog')).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/^1 waiting, until about/),
    });
  });

  it('has printed no other link, nor a part of one', () => {
    const all = stack.printed.join('');

    expect(links.length).toBeGreaterThan(1);
    expect(all).not.toMatch(/\/share\/|\/view\/tests/);
  });
});
