import * as z from 'zod';
import { fail, type Judgment, ok, skipped, warn } from './finding.ts';
import { type Reply, whyNone } from '../../http-call.ts';
import { parseJson } from './parse-json.ts';

/*
 * ThousandEyes has no call that shows a test of any type, so the doctor looks for the test in `GET /tests`. Tests of
 * Endpoint Agents have a list of their own, and ThousandEyes makes no snapshots of them.
 */

const listOfTests = z.looseObject({
  tests: z.array(
    z.looseObject({
      testId: z.coerce.string(),
      type: z.string().optional(),
      enabled: z.boolean().optional(),
      savedEvent: z.boolean().optional(),
    }),
  ),
});

/** The types of tests in `GET /tests`. Source: ThousandEyes' OpenAPI document, 7.0.100. */
const TYPES = new Set(
  (
    'api agent-to-agent agent-to-server bgp http-server page-load web-transactions ftp-server dns-trace dns-server ' +
    'dnssec sip-server voice'
  ).split(' '),
);

/**
 * Looks for the test in the list of tests that can have snapshots, then in the list of Endpoint Agent tests.
 *
 * @param get reads a path of ThousandEyes, in the account group of the test
 */
export const probeTest = async (get: (path: string) => Promise<Reply>, testId: string): Promise<Judgment> => {
  const tests = await get('/tests');
  if (find(tests, testId) !== undefined) return judgeTest(testId, tests);
  return judgeTest(testId, tests, await get('/endpoint/tests/scheduled-tests'));
};

const find = (reply: Reply | undefined, testId: string) =>
  reply?.kind === 'answer' && reply.status === 200
    ? parseJson(listOfTests, reply.text)?.tests.find((test) => test.testId === testId)
    : undefined;

/** Whether ThousandEyes can make snapshots of this test, judged by the two lists of tests. */
export const judgeTest = (testId: string, tests: Reply, endpointTests?: Reply): Judgment => {
  const test = find(tests, testId);
  if (test?.savedEvent) {
    return fail(`${testId} is a private snapshot (saved event), not a test.`, 'Name the test that it shows.');
  }
  if (test?.enabled === false) {
    return warn(`Test ${testId} is disabled, so a snapshot shows no new data.`, 'Enable it, or name another one.');
  }
  if (test && !TYPES.has(test.type ?? '')) {
    return warn(`Test ${testId} has the type ${test.type}, which the doctor does not know.`, 'Try it with --live.');
  }
  if (test) return ok(`Test ${testId} (${test.type}) exists, and ThousandEyes can make snapshots of it.`);
  if (find(endpointTests, testId)) {
    return fail(`${testId} is an Endpoint Agent test.`, 'ThousandEyes makes no snapshots of these. Name another test.');
  }
  if (tests.kind === 'none') return skipped(`the list of tests: ${whyNone(tests.code)}`);
  if (tests.status === 403) {
    return fail(
      'The token may not list tests (403).',
      'Give its user the permission "View tests", or name another --aid.',
    );
  }
  if (tests.status !== 200) return skipped(`GET /tests answers ${tests.status}`);
  return fail(
    `There is no test ${testId} in the account group.`,
    "Check the number in the test's URL, and name its account group with --aid.",
  );
};
