import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { AdministrationCall } from './administration-server.ts';

interface VendorOperation {
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

const FILE = new URL('../contract/thousandeyes-v7-integrations.yaml', import.meta.url);
const contract: { paths: Record<string, Record<string, VendorOperation>>; components: object } = parse(
  readFileSync(FILE, 'utf8'),
);
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: 'vendor', components: contract.components });

/**
 * The faults of a call (request and answer) by the vendor's OpenAPI document; empty if there are none. An answer that a
 * test scripted is not checked.
 */
export const contractFaultsOf = ({ method, path, body, status, answer, scripted }: AdministrationCall): string[] => {
  const what = `${method} ${path}`;
  const operation = operationOf(method, path);
  if (operation === undefined) return [`${what} is not documented`];
  // The limit applies to the whole organization, so a 429 is allowed even if the document does not list it.
  const response = operation.responses[String(status)];
  if (response === undefined && !scripted && status !== 429) return [`${what}: ${status} is not documented`];
  const [schema] = Object.values(response ?? {});
  return [
    ...(body === '' ? [] : faults(`${what}: request`, operation.requestBody, body)),
    ...(body === '' && operation.requestBody !== undefined ? [`${what}: no request body`] : []),
    ...(answer === '' || scripted ? [] : faults(`${what}: ${status}`, schema ?? {}, answer)),
  ];
};

const operationOf = (method: string, path: string): VendorOperation | undefined => {
  const found = Object.entries(contract.paths).find(([template]) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return found?.[1][method.toLowerCase()];
};

const faults = (what: string, schema: object | undefined, text: string): string[] => {
  if (schema === undefined) return [`${what}: a body that is not documented`];
  const located = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"vendor#/'));
  return ajv.validate(located, JSON.parse(text)) ? [] : [`${what}: ${ajv.errorsText()} in ${text}`];
};
