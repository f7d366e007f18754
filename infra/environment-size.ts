import { ConfigurationError } from '../lib/runtime/read-variables.ts';

/** Lambda measures the variables as JSON. It refuses a larger environment only in the middle of a deployment. */
const MAX_BYTES = 4096;
/** Assumed size of a resource's ARN, name or URL, which is unknown before the deployment. */
const REFERENCE_BYTES = 200;

/**
 * Checks that Lambda accepts the environment of each function.
 *
 * @param environments the variables of each function; a value that is no text refers to a resource
 * @param given the settings, for variables that Serverless Framework 4 has not resolved yet
 * @throws ConfigurationError that names the function, the size and the long settings
 */
export const checkEnvironments = (
  environments: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  given: Readonly<Record<string, string>> = {},
): void => {
  for (const [name, variables] of Object.entries(environments)) {
    const sizes = Object.entries(variables).map(([variable, value]) => ({
      variable,
      bytes: sizeOf(variable, resolved(value, given)),
    }));
    const bytes = sizes.reduce((sum, size) => sum + size.bytes, 1);
    if (bytes > MAX_BYTES) {
      const fault = `must be shorter: the environment would have about ${bytes} bytes, and Lambda takes ${MAX_BYTES}`;
      throw new ConfigurationError(
        `the ${name} function`,
        longest(sizes, bytes - MAX_BYTES).map((variable) => `${variable} ${fault}`),
      );
    }
  }
};

const resolved = (value: unknown, given: Readonly<Record<string, string>>): unknown => {
  const [, name = ''] = /^\$\{file\(infra\/settings\.cjs\):(\w+)\}$/.exec(String(value)) ?? [];
  return given[name] ?? value;
};

/** The size of a variable in JSON, with quotes, colon and comma, in bytes. */
const sizeOf = (variable: string, value: unknown): number =>
  variable.length + 4 + (typeof value === 'string' ? Buffer.byteLength(JSON.stringify(value)) : REFERENCE_BYTES);

/** The smallest set of variables that together are longer than the excess. */
const longest = (sizes: readonly { readonly variable: string; readonly bytes: number }[], excess: number): string[] => {
  const names: string[] = [];
  let rest = excess;
  for (const { variable, bytes } of sizes.toSorted((one, other) => other.bytes - one.bytes)) {
    if (rest <= 0) break;
    names.push(variable);
    rest -= bytes;
  }
  return names;
};
