// Measures the peak memory of a bundle while its handler works on many events at once.
import { parameters, report } from './report.mjs';

const { bundle, events, atOnce } = parameters();
const { handler } = await import(bundle);
const loadedKb = process.resourceUsage().maxRSS;
const context = { getRemainingTimeInMillis: () => 60_000 };
const work = async () => {
  for (let event = events.pop(); event !== undefined; event = events.pop()) {
    const answer = await handler(event, context);
    if (answer?.statusCode >= 300) throw new Error(`answered ${answer.statusCode}: ${answer.body}`);
  }
};
await handler(events.pop(), context); // the first event runs alone, as in Lambda
await Promise.all(Array.from({ length: atOnce }, work));
report({ loadedKb, peakKb: process.resourceUsage().maxRSS });
