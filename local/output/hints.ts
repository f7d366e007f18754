import { fit, type Paint } from './paint.ts';

/** A period in seconds that is short enough to wait for a slot. */
export const QUICK_SECONDS = 20;

export interface HintsFor {
  readonly hasStandIn: boolean;
  readonly snapshotLimitSeconds: number;
  readonly schedules: readonly string[];
}

/** Suggestions for the user after the first result. Pure. */
export const hints = ({ hasStandIn, snapshotLimitSeconds, schedules }: HintsFor, paint: Paint): string => {
  const rows = [
    ...(hasStandIn ? [['a storm, faults', 'the first row of the board']] : []),
    ['an alert', 'npm run invoke -- webhook events/classic-page-load-trigger.json'],
    ['a capture by hand', 'npm run invoke -- captures events/manual.json'],
    ...(hasStandIn ? [['alert rules', 'npm run connect, as docs/connect.md#try-it-against-npm-start shows']] : []),
    ...(hasStandIn && snapshotLimitSeconds > QUICK_SECONDS
      ? [['shorter waits', `SNAPSHOT_LIMIT_SECONDS=${QUICK_SECONDS} npm start`]]
      : []),
    ...(schedules.length > 0 ? [['planned here', schedules.join(', ')]] : []),
    ['everything else', 'npm start -- --help'],
  ];
  const lines = rows.map(([name = '', value = '']) => `  ${paint('dim', fit(name, 17))}  ${value}\n`);
  return `\n${paint('bold', 'Try next')}\n${lines.join('')}\n${paint('dim', 'Times are UTC, as on the board. Ctrl-C ends it.')}\n\n`;
};
