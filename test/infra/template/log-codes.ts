import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/packaged-template.ts';

/** The codes in queries of Logs Insights: after `message =` and in `message in […]`. */
export const logCodesIn = (text: string): string[] => {
  const conditions = text.matchAll(/message (?:=|in) (\[[^\]]*\]|'\w+')/g);
  return [...conditions].flatMap(([, values = '']) => [...values.matchAll(/'(\w+)'/g)].map(([, code = '']) => code));
};

/** The codes that no function logs. */
export const unknownCodes = (codes: readonly string[]): string[] => {
  const sources = globSync('{handlers,lib}/**/*.ts', { cwd: ROOT }).map((file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );
  const source = sources.filter((text) => /\blog\.(info|warn|error)\(/.test(text)).join('\n');
  return codes.filter((code) => !source.includes(`'${code}'`));
};
