/**
 * A part of the template that TypeScript makes, as serverless.yml reads it: osls takes CommonJS, and Node 24 strips the
 * types. npm and npx bring it. An error is about a setting or a file of the user's, so it has no stack.
 */
module.exports = async (make) => {
  if (!process.features.typescript) throw withoutStack('Node 24 is needed: use npm run package or npx osls.');
  try {
    return await make();
  } catch (error) {
    // By these osls tells itself that a variable is not resolved yet; it comes again.
    if (error.code === 'MISSING_VARIABLE_DEPENDENCY') throw error;
    throw withoutStack(error.message);
  }
};

/** osls prints the stack of an error. */
const withoutStack = (message) => Object.assign(new Error(message), { stack: message });
