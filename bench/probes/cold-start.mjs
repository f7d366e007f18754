// One cold start: loads a bundle, and calls its handler with one event. This file is JavaScript, so that Node loads
// nothing but the bundle.
import { parameters, report } from './report.mjs';

const { bundle, event } = parameters();
const startedAt = performance.now(); // since the start of the process
const { handler } = await import(bundle);
const importedAt = performance.now();
const answer = await handler?.(event, { getRemainingTimeInMillis: () => 60_000 });
const answeredAt = performance.now();
const { user, system } = process.cpuUsage(); // since the start of the process, in microseconds
if (answer?.statusCode >= 300) throw new Error(`answered ${answer.statusCode}: ${answer.body}`);
report({ importMs: importedAt - startedAt, answerMs: answeredAt, cpuMs: (user + system) / 1000 });
