/** What is mutated together, by which tests it has to be noticed, and how much of it at least. */
interface Room {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Percent of the mutants that a test notices. */
  readonly atLeast: number;
}

/*
 * The budget is 90 minutes for all rooms on two idle cores: some 7000 mutants, half a second to a second each. A test file of a room runs
 * for every mutant that it covers, and all of them run for a mutant in what is evaluated on import. So these are the tests that
 * take seconds, and start nothing but DynamoDB's emulator; what is left out is named beside its room.
 */

const PURE = 90;
const EFFECTS = 80;

/** Every room of lib/ but lib/wiring. */
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
    tests: ['test/runtime/{config,log,metrics,operators,schema-errors,secrets,token}.test.ts'],
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
    // The tests of the OpenAPI document build on each other's captures; those of the browser need one.
    mutate: ['lib/operator/**/*.ts', '!lib/operator/gate-advice.ts'],
    tests: [
      'test/operator/{api,capture-form,create-capture,reads,requests,router,sign-in,status,view}.test.ts',
      'test/operator/board/*.test.ts',
    ],
    atLeast: EFFECTS,
  },
};
