/**
 * osls reads the template for every command, also for `remove`, `info` and `deploy list`. To `deploy`, --package names what
 * is packaged already; an option that is not given is null.
 */
exports.packagesBundles = (options) => {
  const words = new Set(process.argv);
  return words.has('package') || (words.has('deploy') && !words.has('list') && !options.package);
};

const said = new Set();

/** osls asks for each part several times. A line of its own goes to standard error, where osls writes, too. */
exports.sayOnce = (line) => {
  if (!line || said.has(line)) return;
  said.add(line);
  process.stderr.write(`${line}\n`);
};
