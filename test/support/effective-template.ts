import type { Resource, Template } from './packaged-template.ts';

const NOTHING = Symbol('AWS::NoValue');

/**
 * The template as CloudFormation applies it: without the parts that conditions leave out, each `Fn::If` replaced by its
 * chosen side, `Fn::Split` applied. The conditions are known when the stack is packaged, because they compare
 * parameters with texts.
 */
export const effective = (template: Template): Template => {
  const holds = (name: string): boolean => isMet(template.Conditions[name], holds);
  const value = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(value).filter((item) => item !== NOTHING);
    if (typeof part !== 'object' || part === null) return part;
    const { Ref, 'Fn::If': choice, 'Fn::Split': split } = part as Record<string, any>;
    if (Ref === 'AWS::NoValue') return NOTHING;
    if (choice) return value(holds(choice[0]) ? choice[1] : choice[2]);
    if (split) return String(split[1]).split(split[0]);
    const entries = Object.entries(part).map(([key, inner]) => [key, value(inner)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== NOTHING));
  };
  const there = Object.entries(template.Resources).filter(([, { Condition }]) => !Condition || holds(Condition));
  const Resources = Object.fromEntries(there.map(([id, resource]) => [id, value(resource) as Resource]));
  return { ...template, Resources };
};

const isMet = (condition: any, holds: (name: string) => boolean): boolean => {
  if (condition?.['Fn::Equals']) return condition['Fn::Equals'][0] === condition['Fn::Equals'][1];
  if (condition?.['Fn::Not']) return !isMet(condition['Fn::Not'][0], holds);
  if (condition?.['Fn::And']) return condition['Fn::And'].every((part: unknown) => isMet(part, holds));
  if (condition?.Condition) return holds(condition.Condition);
  throw new Error(`a condition that is not known here: ${JSON.stringify(condition)}`);
};
