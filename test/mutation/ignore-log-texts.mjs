const LEVELS = new Set(['info', 'warn', 'error']);

/** Whether a callee is `log.info`, `deps.log.warn` and so on. */
const isLog = ({ type, object, property }) =>
  type === 'MemberExpression' &&
  LEVELS.has(property.name) &&
  (object.type === 'MemberExpression' ? object.property.name : object.name) === 'log';

/** A plugin of Stryker: no test has to notice another text in a line of the log; that there is no line, it has. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'log-texts',
    value: {
      shouldIgnore: (path) => (path.isCallExpression() && isLog(path.node.callee) ? 'a text of the log' : undefined),
    },
  },
];
