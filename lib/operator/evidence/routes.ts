import { json, problem } from '../../edge/http.ts';
import { dueTimesOf } from '../../planning/due-times.ts';
import { isoOf } from '../../time.ts';
import type { Route } from '../api.ts';
import { viewOf } from '../view.ts';
import { readEvidenceRequest } from './evidence-request.ts';
import { type Evidence, readEvidence } from './read-evidence.ts';

/* The evidence address. docs/evidence.md says where to put it. */

/** `GET /alerts/{alertId}` */
export const showEvidence: Route = async (deps, { rawPath, queryStringParameters }) => {
  const asked = readEvidenceRequest(rawPath, queryStringParameters);
  if (!asked.ok) return problem(400, asked.faults);
  const evidence = await readEvidence(deps, asked.value);
  return evidence.captures.length > 0
    ? json(200, { items: itemsOf(evidence) })
    : problem(404, 'Nothing is captured of this alert.');
};

/** The captures as everywhere in the API, with the time at which each one that waits is due. */
const itemsOf = ({ captures, turns }: Evidence) => {
  const due = dueTimesOf(turns);
  return captures.map((capture) => {
    const dueAt = due.get(capture.id);
    return { ...viewOf(capture), dueAt: dueAt === undefined ? undefined : isoOf(dueAt) };
  });
};
