import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgeConcurrency } from '../../setup/doctor/checks/concurrency.ts';
import { judgeProtection } from '../../setup/doctor/checks/protection.ts';
import { startStack } from '../support/doctor.ts';

describe('doctor: Lambda concurrency', () => {
  it.each([
    ['the default', 1000, 1000, 'ok', /1000 functions at once.*enough/],
    ['a new account', 10, 10, 'warn', /10 functions at once.*more than 4 alerts.*Service Quotas/s],
    ['one that others have reserved', 1000, 100, 'warn', /100 functions.*of 1000.*reserved/s],
    ['less than the worker takes', 5, 5, 'fail', /worker alone takes 6.*Service Quotas/s],
  ])('%s', (_, all, unreserved, outcome, said) => {
    const judged = judgeConcurrency({ all, unreserved });

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });

  it('that cannot be read is no failure of the stack', () => {
    const judged = judgeConcurrency({ code: 'AccessDeniedException' });

    expect(judged.outcome).toBe('warn');
    expect(JSON.stringify(judged)).toMatch(/AccessDeniedException.*GetAccountSettings/s);
  });
});

describe('doctor: table protection', () => {
  it.each([
    [{ isProtected: true }, 'ok', /refuses to delete/],
    [{ isProtected: false }, 'fail', /DELETION_PROTECTION.*--table-name ledger --deletion-protection-enabled/s],
    [{ code: 'ResourceNotFoundException' }, 'fail', /does not exist.*Restore the ledger/s],
    [{ code: 'AccessDeniedException' }, 'fail', /AccessDeniedException.*DescribeTable/s],
  ])('%j', (reply, outcome, said) => {
    const judged = judgeProtection('ledger', reply);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('npm run doctor: account and table', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  beforeAll(async () => {
    stack = await startStack();
  });
  beforeEach(() => {
    stack.putSecrets();
    stack.account.concurrency = { all: 1000, unreserved: 1000 };
  });
  afterAll(() => stack.stop());

  it('fails until the table of a first deployment is protected', async () => {
    const before = await stack.doctor(['--stack', 'young', '--json']);
    stack.account.tables['unprotected'] = true;
    const after = await stack.doctor(['--stack', 'young', '--json']);

    expect([before.exitCode, before.check('table-protection').outcome]).toEqual([1, 'fail']);
    expect([after.exitCode, after.check('table-protection').outcome]).toEqual([0, 'ok']);
  });

  it('warns of an account that runs few functions at once', async () => {
    stack.account.concurrency = { all: 10, unreserved: 10 };

    const { exitCode, check } = await stack.doctor(['--stack', 'good', '--json']);

    expect([exitCode, check('lambda-concurrency').outcome]).toEqual([0, 'warn']);
  });

  it('looks at neither without a stack that names them', async () => {
    const without = await stack.doctor(['--webhook-url', stack.local.system.url, '--json']);
    const small = await stack.doctor(['--stack', 'small', '--json']);

    expect(without.check('lambda-concurrency').outcome).toBe('skipped');
    expect(without.check('table-protection').outcome).toBe('skipped');
    expect(small.check('table-protection')).toMatchObject({ message: expect.stringContaining('names its table') });
  });
});
