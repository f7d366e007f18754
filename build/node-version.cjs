'use strict';

/*
 * Every npm script that runs Node loads this file first. If this Node is too old, one line says what to do. The syntax
 * is old on purpose, because an old Node must be able to read it. `engines` in package.json is the Node that npm itself
 * needs to install the project.
 */

/** From this version on, Node runs TypeScript files. The functions run on it, too. */
var NEEDED = 24;

/**
 * @param {string} version the value of process.versions.node
 * @param {string} platform the value of process.platform
 * @returns {string | undefined} one line, or undefined if the version is new enough
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
