import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Template } from '../../support/packaged-template.ts';

export type Spec = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Properties = NonNullable<ReturnType<typeof typeIn>>['properties'];
type PropertyType = Properties[string]['type'];

/** Every resource type of CloudFormation with its properties, as AWS publishes them. */
export const loadSpec = loadAwsServiceSpec;

export const typeIn = (spec: Spec, cloudFormationType: string) =>
  spec.lookup('resource', 'cloudFormationType', 'equals', cloudFormationType)[0];

/** Faults that CloudFormation would refuse: unknown types or properties, missing required properties, wrong values. */
export const schemaFindings = ({ Resources }: Template, spec: Spec): string[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties: given }]) => {
    const type = typeIn(spec, Type);
    return type ? checkObject(spec, given, type.properties, id) : [`${id}: there is no type ${Type}`];
  });

const checkObject = (spec: Spec, value: object, properties: Properties, path: string): string[] => [
  ...Object.entries(properties)
    .filter(([name, { required }]) => required && !(name in value))
    .map(([name]) => `${path}: ${name} is missing`),
  ...Object.entries(value).flatMap(([name, part]) => {
    const property = properties[name];
    return property ? check(spec, part, property.type, `${path}.${name}`) : [`${path}: there is no property ${name}`];
  }),
];

const check = (spec: Spec, value: unknown, type: PropertyType, path: string): string[] =>
  branches(value).flatMap((branch) => checkLiteral(spec, branch, type, path));

/** The possible values: both sides of an Fn::If; none if only the deployment knows the value. */
const branches = (value: unknown): unknown[] => {
  const [key, ...others] = isObject(value) ? Object.keys(value) : [];
  if (key === undefined || others.length > 0 || !/^(Ref|Fn::\w+)$/.test(key)) return [value];
  const [, ...sides] = key === 'Fn::If' ? ((value as Record<string, unknown[]>)[key] ?? []) : [];
  return sides.filter((side) => !(isObject(side) && 'Ref' in side && side['Ref'] === 'AWS::NoValue')).flatMap(branches);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkLiteral = (spec: Spec, value: unknown, type: PropertyType, path: string): string[] => {
  const expect = (isRight: boolean) => (isRight ? [] : [`${path}: ${JSON.stringify(value)} is no ${type.type}`]);
  switch (type.type) {
    case 'string':
    case 'date-time':
      return expect(typeof value === 'string');
    // CloudFormation also reads numbers and booleans from strings.
    case 'integer':
      return expect(/^-?\d+$/.test(String(value)));
    case 'number':
      return expect(/^-?\d+(\.\d+)?$/.test(String(value)));
    case 'boolean':
      return expect(/^(true|false)$/.test(String(value)));
    case 'json':
      return expect(typeof value === 'object' || typeof value === 'string');
    case 'null':
      return expect(value === null);
    case 'tag':
      return expect(isObject(value) && 'Key' in value && 'Value' in value);
    case 'array':
      if (!Array.isArray(value)) return expect(false);
      return value.flatMap((part, index) => check(spec, part, type.element, `${path}[${index}]`));
    case 'map':
      if (!isObject(value)) return expect(false);
      return Object.entries(value).flatMap(([key, part]) => check(spec, part, type.element, `${path}.${key}`));
    case 'ref': {
      if (!isObject(value)) return expect(false);
      return checkObject(spec, value, spec.get('typeDefinition', type.reference).properties, path);
    }
    case 'union': {
      // Many properties list "anything" beside the real type, which would accept every value.
      const real = type.types.filter((side) => side.type !== 'json');
      const sides = real.some((side) => side.type !== 'string') ? real : type.types;
      const found = sides.map((side) => checkLiteral(spec, value, side, path));
      return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
  }
};
