/**
 * Removes values from an error message of commander, because one of them may be a token: `--token=…`, `-t…` or a
 * surplus argument.
 */
export const withoutValues = (message: string): string =>
  message
    .replace(/(unknown option '--[^=]*)=.*'/s, "$1'")
    .replace(/(unknown option '-[^-]).*'/su, "$1'")
    .replace(/(too many arguments\. Expected \d+ arguments? but got \d+):.*/s, '$1.');
