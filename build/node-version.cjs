'use strict';

/*
 * Loaded before every npm script that runs Node: one line says what to do if this Node is too old. Its syntax is old on
 * purpose, because an old Node has to read it. `engines` in package.json says what npm itself needs to install the project.
 */

/** TypeScript runs as it is from here on, and the functions are bundled for it. */
var NEEDED = 24;

/**
 * @param {string} version as in process.versions.node
 * @param {string} platform as in process.platform
 * @returns {string | undefined} one line, or undefined if the version will do
 */
exports.nodeFault = function (version, platform) {
  if (Number(version.split('.')[0]) >= NEEDED) return undefined;
  var remedy =
    platform === 'linux'
      ? 'Run npm ci without --omit=optional: on Linux it brings Node 24 for npm’s scripts, whatever Node npm runs on.'
      : 'Install Node 24 from https://nodejs.org, and run npm ci again: only on Linux does npm ci bring it.';
  return 'This is Node ' + version + ', and the scripts need Node ' + NEEDED + '. ' + remedy;
};

var fault = exports.nodeFault(process.versions.node, process.platform);
if (fault !== undefined) {
  process.stderr.write(fault + '\n');
  process.exit(1);
}
