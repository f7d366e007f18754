import { newestHeading } from './changelog.ts';

/** What the checkout says about the version that it is. */
export interface Checkout {
  /** Of package.json. */
  readonly version: string;
  /** Of package-lock.json: the document's own and its root package's. */
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
