const fromTypeScript = require('./from-typescript.cjs');

/** The commit that is packaged, as a value of the template. */
module.exports = () =>
  fromTypeScript(async () => {
    const { commitOf } = await import('./commit.ts');
    return commitOf();
  });
