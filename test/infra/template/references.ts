import type { Template } from '../../support/packaged-template.ts';
import { type Spec, typeIn } from './schema.ts';

/**
 * Broken names: of references, attributes and conditions, and references to a resource that a condition may leave out.
 */
export const referenceFindings = (template: Template, spec: Spec): string[] => {
  const { Resources, Outputs, Conditions } = template;
  const dependencies = Object.entries(Resources).flatMap(([id, { DependsOn = [] }]) =>
    [DependsOn].flat().flatMap((name) => (name in Resources ? [] : [`${id}: depends on ${name}, which is not there`])),
  );
  const holders = [...Object.entries(Resources), ...Object.entries(Outputs)];
  const found = holders.flatMap(([id, holder]) => {
    const known = holder.Condition === undefined ? [] : implied(Conditions, holder.Condition);
    const walker: Walker = { template, spec, id };
    return [...unknownCondition(walker, holder.Condition), ...walk(walker, holder, known)];
  });
  return [...dependencies, ...found];
};

interface Walker {
  readonly template: Template;
  readonly spec: Spec;
  readonly id: string;
}

/** A condition and the conditions that it combines with Fn::And. */
const implied = (conditions: Template['Conditions'], name: string): string[] => {
  const { 'Fn::And': parts = [] } = (conditions[name] ?? {}) as { 'Fn::And'?: { Condition?: string }[] };
  return [name, ...parts.flatMap(({ Condition }) => (Condition ? implied(conditions, Condition) : []))];
};

const unknownCondition = ({ template, id }: Walker, name: string | undefined): string[] =>
  name === undefined || name in template.Conditions ? [] : [`${id}: there is no condition ${name}`];

const walk = (walker: Walker, value: unknown, known: readonly string[]): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    switch (key) {
      case 'Ref':
        return typeof part === 'string' ? lookUp(walker, part, undefined, known) : walk(walker, part, known);
      case 'Fn::GetAtt':
        return lookUp(walker, part[0], part[1], known);
      case 'Fn::Sub':
        return [...part.matchAll(/\$\{([\w:]+)(?:\.(\w+))?\}/g)].flatMap(([, name = '', attribute]) =>
          lookUp(walker, name, attribute, known),
        );
      case 'Fn::If': {
        const [name, yes, no] = part;
        const more = [...known, ...implied(walker.template.Conditions, name)];
        return [...unknownCondition(walker, name), ...walk(walker, yes, more), ...walk(walker, no, known)];
      }
      default:
        return walk(walker, part, known);
    }
  });
};

const lookUp = (
  { template, spec, id }: Walker,
  name: string,
  attribute: string | undefined,
  known: readonly string[],
): string[] => {
  if (name.startsWith('AWS::')) return [];
  const resource = template.Resources[name];
  if (resource === undefined) return [`${id}: there is no ${name}`];
  const type = typeIn(spec, resource.Type);
  const hasAttribute = attribute === undefined || type === undefined || attribute in type.attributes;
  return [
    ...(hasAttribute ? [] : [`${id}: ${name} has no attribute ${attribute}`]),
    ...(resource.Condition === undefined || known.includes(resource.Condition)
      ? []
      : [`${id}: ${name} is not there without ${resource.Condition}`]),
  ];
};
