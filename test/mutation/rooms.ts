/** The files that are mutated together, the tests that must notice the mutants, and the least percentage. */
interface Room {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** The least percentage of mutants that the tests must notice. */
  readonly atLeast: number;
}

/*
 * The budget is 90 minutes for all rooms on two idle cores: about 7000 mutants, half a second to a second each. A test
 * file runs for every mutant that it covers. For a mutant in code that runs on import, all test files of the room run.
 * Therefore only tests are listed that take seconds, and start nothing but DynamoDB's emulator. The comment at a room
 * names the tests that are left out.
 */

const PURE = 90;
const EFFECTS = 80;

/** Every room of lib/ except lib/wiring. */
export const ROOMS: Readonly<Record<string, Room>> = {
  ground: { mutate: ['lib/*.ts'], tests: ['test/{text,time,present,all-done}.test.ts'], atLeast: PURE },
  alerts: { mutate: ['lib/alerts/*.ts'], tests: ['test/alerts/*.test.ts'], atLeast: PURE },
  captures: {
    mutate: ['lib/captures/*.ts', '!lib/captures/failure-advice.ts'],
    tests: ['test/captures/*.test.ts'],
    atLeast: PURE,
  },
  planning: { mutate: ['lib/planning/*.ts'], tests: ['test/planning/*.test.ts'], atLeast: PURE },
  edge: { mutate: ['lib/edge/*.ts'], tests: ['test/edge/*.test.ts'], atLeast: PURE },
  notify: { mutate: ['lib/notify/*.ts'], tests: ['test/notify/*.test.ts'], atLeast: PURE },
  intake: {
    mutate: ['lib/intake/*.ts'],
    // mutations.test.ts and cases-http.test.ts run whole systems.
    tests: ['test/intake/{episodes,field-cases,intake,received-body,schedule*,webhook*}.test.ts'],
    atLeast: PURE,
  },
  runtime: {
    // The test of client-options.ts waits for a timeout of three seconds.
    mutate: ['lib/runtime/*.ts', '!lib/runtime/client-options.ts'],
    tests: ['test/runtime/{ask-ahead,config,log,metrics,operators,schema-errors,secrets,token}.test.ts'],
    atLeast: EFFECTS,
  },
  thousandeyes: {
    mutate: ['lib/thousandeyes/*.ts'],
    // connection.test.ts waits for timeouts.
    tests: ['test/thousandeyes/{answers,client,error-code,read-failure}.test.ts'],
    atLeast: EFFECTS,
  },
  ledger: {
    mutate: ['lib/ledger/*.ts'],
    // counted-writes.test.ts and layout.test.ts store bodies of 256 KB.
    tests: [
      'test/ledger/{items,list,lost-answers,open-pages,promises,queries,unreachable-table,unread-keys,wake}.test.ts',
      'test/contract/dynamo.test.ts',
    ],
    atLeast: EFFECTS,
  },
  worker: { mutate: ['lib/worker/*.ts'], tests: ['test/worker/*.test.ts'], atLeast: EFFECTS },
  operator: {
    // The tests of the OpenAPI document depend on each other's captures, and those of the board's script need a
    // browser.
    mutate: ['lib/operator/**/*.ts', '!lib/operator/gate-advice.ts'],
    tests: [
      'test/operator/{api,capture-form,create-capture,reads,requests,router,sign-in,status,view}.test.ts',
      'test/operator/board/*.test.ts',
    ],
    atLeast: EFFECTS,
  },
};
