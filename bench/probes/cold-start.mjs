// One cold start, as on Lambda: loads a bundle with all CPUs, then calls its handler with one event under the CPU quota of
// the memory size. This file is JavaScript, so that Node loads nothing but the bundle.
import { joinGroup } from './join-group.mjs';
import { parameters, report } from './report.mjs';

const { bundle, event, quota } = parameters();
const startedAt = performance.now(); // since the start of the process
const { handler } = await import(bundle);
const importedAt = performance.now();
const joiningMs = joinGroup(quota?.inside);
const answer = await handler?.(event, { getRemainingTimeInMillis: () => 60_000 });
const answeredAt = performance.now() - joiningMs;
const { user, system } = process.cpuUsage(); // since the start of the process, in microseconds
if (answer?.statusCode >= 300) throw new Error(`answered ${answer.statusCode}: ${answer.body}`);
report({
  importMs: importedAt - startedAt,
  eventMs: answeredAt - importedAt,
  answerMs: answeredAt,
  cpuMs: (user + system) / 1000,
  body: answer?.body,
});
