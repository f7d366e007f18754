import { describe, expect, it } from 'vitest';
import { newestHeading, notesOf } from '../../build/release/changelog.ts';
import { type Checkout, releaseFaults } from '../../build/release/faults.ts';

const CHANGELOG = `# Changelog

## 1.2.0 - 2026-11-30

### Added

- A thing.

## 1.1.0 - 2026-10-01

- An older thing.
`;

const CHECKOUT: Checkout = {
  version: '1.2.0',
  lockedVersions: ['1.2.0', '1.2.0'],
  changelog: CHANGELOG,
  readme: '## Status\n\nVersion 1.2 of a project.',
  tags: ['latest', 'v1.2.0'],
  changed: [],
};

describe('a checkout', () => {
  it('is a release if version, lockfile, changelog, README and tag agree, and nothing is changed', () => {
    expect(releaseFaults(CHECKOUT)).toEqual([]);
  });

  it.each<[Partial<Checkout>, string]>([
    [{ lockedVersions: ['1.2.0', '1.1.0'] }, 'package-lock.json has another version: run npm install.'],
    [{ lockedVersions: [undefined, '1.2.0'] }, 'package-lock.json has another version: run npm install.'],
    [
      { changelog: `## [Unreleased]\n\n- More.\n\n${CHANGELOG}` },
      'CHANGELOG.md: the newest heading is not "## 1.2.0 - YYYY-MM-DD".',
    ],
    [
      { changelog: CHANGELOG.replace(' - 2026-11-30', '') },
      'CHANGELOG.md: the newest heading is not "## 1.2.0 - YYYY-MM-DD".',
    ],
    [{ readme: '\nVersion 1.1 of' }, 'README.md: "Status" does not begin with "Version 1.2".'],
    [{ tags: ['v1.1.0'] }, 'This commit does not have the tag v1.2.0.'],
    [{ changed: ['M README.md', '?? x'] }, 'Files differ from the commit: M README.md, ?? x.'],
    [{ tags: undefined, changed: undefined }, 'This folder is no Git checkout.'],
  ])('is none with %o', (change, fault) => {
    expect(releaseFaults({ ...CHECKOUT, ...change })).toEqual([fault]);
  });

  it('is none with a version that is not three numbers', () => {
    const faults = releaseFaults({ ...CHECKOUT, version: '1.2.0-rc.1' });

    expect(faults[0]).toBe('package.json: 1.2.0-rc.1 is not a version of three numbers.');
  });
});

describe('the changelog', () => {
  it('has notes by version, without the heading', () => {
    expect(notesOf(CHANGELOG, '1.2.0')).toBe('### Added\n\n- A thing.\n');
    expect(notesOf(CHANGELOG, '1.1.0')).toBe('- An older thing.\n');
    expect(notesOf(CHANGELOG, '1.0.0')).toBe('');
  });

  it.each([
    ['## [Unreleased]', { version: 'Unreleased', date: undefined }],
    ['## 1.2.0 - 2026-11-30', { version: '1.2.0', date: '2026-11-30' }],
    ['## [1.2.0] - 2026-11-30', { version: '1.2.0', date: '2026-11-30' }],
  ])('begins with %s', (heading, expected) => {
    expect(newestHeading(`# Changelog\n\n${heading}\n\n## 0.1.0\n`)).toEqual(expected);
  });
});
