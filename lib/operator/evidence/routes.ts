import { acceptsPage, json, problem } from '../../edge/http.ts';
import { dueTimesOf } from '../../planning/due-times.ts';
import { isoOf } from '../../time.ts';
import type { Operator } from '../../runtime/operators.ts';
import type { Answer, OperatorDeps, Route } from '../api.ts';
import { badAddressPage, page } from '../board/page-answer.ts';
import { leadTo } from '../open-link.ts';
import { viewOf } from '../view.ts';
import { AS_PAGE } from './address.ts';
import { type EvidenceRequest, readEvidenceRequest } from './evidence-request.ts';
import { filtersInForce } from './filters-in-force.ts';
import { renderEvidence, renderOpening } from './page.ts';
import { type Evidence, readEvidence } from './read-evidence.ts';
import { earlierThan, standingOf } from './standing.ts';

/* The evidence address. docs/evidence.md says where to put it. */

/** `GET /alerts/{alertId}`: JSON. A browser gets the newest snapshot, or a page that shows how far that snapshot is. */
export const showEvidence: Route = async (deps, event, operator) => {
  const wantsPage = acceptsPage(event);
  const asked = readEvidenceRequest(event.rawPath, event.queryStringParameters);
  if (!asked.ok) return wantsPage ? badAddressPage(`${asked.faults}.`) : problem(400, asked.faults);
  const evidence = await readEvidence(deps, asked.value);
  if (!wantsPage) return listOf(evidence, filtersInForce(deps.filters));
  const isForm = event.queryStringParameters?.['as'] === AS_PAGE.as;
  return pageOf(deps, asked.value, evidence, operator, isForm);
};

const pageOf = (
  deps: Pick<OperatorDeps, 'now' | 'log' | 'filters'>,
  asked: EvidenceRequest,
  evidence: Evidence,
  operator: Operator,
  isForm: boolean,
): Answer => {
  const now = deps.now();
  const standing = standingOf(evidence, now);
  if (standing.kind === 'open') {
    return isForm ? page(200, renderOpening(asked)) : leadTo(deps, standing.capture, standing.link, operator);
  }
  const earlier = standing.kind === 'nothing' ? undefined : earlierThan(standing.capture, evidence, now);
  const filters = filtersInForce(deps.filters);
  const status = standing.kind === 'nothing' ? 404 : 200;
  return page(status, renderEvidence({ asked, evidence, standing, earlier, filters, operator, now }));
};

/** The captures as the whole API shows them, with the times at which waiting captures are due. */
const listOf = ({ captures, turns, elsewhere }: Evidence, filters: readonly string[]): Answer => {
  if (captures.length === 0) {
    const other = elsewhere > 0 ? ' There are captures of it in another account group.' : '';
    return problem(404, `Nothing is captured of this alert.${other} What is captured: ${filters.join(' ')}`);
  }
  const due = dueTimesOf(turns);
  const items = captures.map((capture) => {
    const dueAt = due.get(capture.id);
    return { ...viewOf(capture), dueAt: dueAt === undefined ? undefined : isoOf(dueAt) };
  });
  return json(200, { items });
};
