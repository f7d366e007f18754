import { describe, expect, it } from 'vitest';
import { logMetricsOf } from '../infra/monitoring/log-metrics.ts';
import { METRICS, METRICS_NAMESPACE } from '../lib/runtime/metrics.ts';
import { readProjectFile } from './support/project-files.ts';

const page = readProjectFile('docs/metrics.md');
/** The cells of each row that begins with a name in code, without the last cell, which is prose. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -2)
      .map((cell) => cell.replaceAll('`', '').trim()),
  );

describe('docs/metrics.md', () => {
  it('lists the metrics of the functions in their order, with their units and reasons', () => {
    const expected = Object.entries(METRICS).map(([name, { unit, byReason }]) => [name, unit, byReason ? 'yes' : '']);

    expect(rows.filter((cells) => cells.length === 3)).toEqual(expected);
  });

  it('lists the metrics of the access log', () => {
    const filters = logMetricsOf({ name: 'a-stack' });
    const expected = Object.values(filters).map(({ Properties }) => [Properties.MetricTransformations[0]?.MetricName]);

    expect(rows.filter((cells) => cells.length === 1)).toEqual(expected);
  });

  it('names the namespace', () => {
    expect(page).toContain(`**Namespace**: \`${METRICS_NAMESPACE}\`.`);
  });
});
