import { newestHeading } from './changelog.ts';

/** Everything in a checkout that names its version. */
export interface Checkout {
  /** The version in package.json. */
  readonly version: string;
  /** The two versions in package-lock.json: of the document, and of its root package. */
  readonly lockedVersions: readonly (string | undefined)[];
  readonly changelog: string;
  readonly readme: string;
  /** Tags of the commit; undefined without Git. */
  readonly tags: readonly string[] | undefined;
  /** Files that differ from the commit; undefined without Git. */
  readonly changed: readonly string[] | undefined;
}

/** One sentence for each reason why this checkout is not the release that its package.json names. */
export const releaseFaults = (checkout: Checkout): string[] => {
  const { version, lockedVersions, changelog, readme, tags, changed } = checkout;
  const minor = version.split('.').slice(0, 2).join('.');
  const heading = newestHeading(changelog);
  const faults: readonly (readonly [boolean, string])[] = [
    [!/^\d+\.\d+\.\d+$/.test(version), `package.json: ${version} is not a version of three numbers.`],
    [lockedVersions.some((locked) => locked !== version), 'package-lock.json has another version: run npm install.'],
    [
      heading?.version !== version || heading.date === undefined,
      `CHANGELOG.md: the newest heading is not "## ${version} - YYYY-MM-DD".`,
    ],
    [!readme.includes(`\nVersion ${minor} `), `README.md: "Status" does not begin with "Version ${minor}".`],
    [tags === undefined || changed === undefined, 'This folder is no Git checkout.'],
    [tags?.includes(`v${version}`) === false, `This commit does not have the tag v${version}.`],
    [(changed?.length ?? 0) > 0, `Files differ from the commit: ${changed?.join(', ')}.`],
  ];
  return faults.flatMap(([isFault, sentence]) => (isFault ? [sentence] : []));
};
