/**
 * Runs TypeScript that makes a part of the template. osls loads CommonJS, and Node 24, which npm and npx bring, strips
 * the types. An error is about a setting or a file of the user, so it is reported without a stack trace.
 */
module.exports = async (make) => {
  if (!process.features.typescript) throw withoutStack('Node 24 is needed: use npm run package or npx osls.');
  try {
    return await make();
  } catch (error) {
    // osls uses this error for a variable that is not resolved yet, and calls again.
    if (error.code === 'MISSING_VARIABLE_DEPENDENCY') throw error;
    throw withoutStack(error.message);
  }
};

/** osls prints an error's stack, so it gets the message instead. */
const withoutStack = (message) => Object.assign(new Error(message), { stack: message });
