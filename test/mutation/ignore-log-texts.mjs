const LEVELS = new Set(['info', 'warn', 'error']);

/** Whether a callee is `log.info`, `deps.log.warn` and so on. */
const isLog = ({ type, object, property }) =>
  type === 'MemberExpression' &&
  LEVELS.has(property.name) &&
  (object.type === 'MemberExpression' ? object.property.name : object.name) === 'log';

/** A plugin of Stryker: tests need not notice a changed text of a log line, but must notice a missing line. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'log-texts',
    value: {
      shouldIgnore: (path) => (path.isCallExpression() && isLog(path.node.callee) ? 'a text of the log' : undefined),
    },
  },
];
