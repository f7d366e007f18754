/**
 * Whether this command packages the bundles. osls reads the template for every command, also for `remove`, `info` and
 * `deploy list`. With `deploy --package`, the package exists already. osls passes an option that was not given as null.
 */
exports.packagesBundles = (options) => {
  const words = new Set(process.argv);
  return words.has('package') || (words.has('deploy') && !words.has('list') && !options.package);
};

const said = new Set();

/**
 * Prints a line once, because osls asks for each part several times. The line goes to standard error, as osls' own
 * lines do.
 */
exports.sayOnce = (line) => {
  if (!line || said.has(line)) return;
  said.add(line);
  process.stderr.write(`${line}\n`);
};
