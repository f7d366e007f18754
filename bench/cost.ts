import { type Billed, PRICES } from './prices.ts';

/** What is billed, in the units of `PRICES`; what is not named is nothing. */
export type Usage = Readonly<Partial<Record<Billed, number>>>;

const KIB = 1024;
const names = Object.keys(PRICES) as Billed[];

/**
 * Write request units of one item: one for each KiB begun, for the table and again for each write to an index. A new
 * item, or one whose other attributes change, is one write to an index that shows them; a changed key is two, a removal one.
 */
export const writeUnits = (itemBytes: number, indexWrites: number): number =>
  Math.ceil(itemBytes / KIB) * (1 + indexWrites);

/** Read request units: one for each 4 KiB begun, half as many where it need not be consistent. */
export const readUnits = (bytes: number, isConsistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / (4 * KIB))) * (isConsistent ? 1 : 0.5);

/** Size of an item as DynamoDB counts it, about: names and values, a byte and three more for what nests. */
export const itemBytes = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + 1 + itemBytes(one), 3);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + itemBytes(one), 3);
  }
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  return typeof value === 'string' ? Buffer.byteLength(value) : 1;
};

export const sum = (...usages: readonly Usage[]): Usage =>
  Object.fromEntries(names.map((name) => [name, usages.reduce((total, usage) => total + (usage[name] ?? 0), 0)]));

export const scale = (usage: Usage, factor: number): Usage =>
  Object.fromEntries(names.map((name) => [name, (usage[name] ?? 0) * factor]));

/** Dollars of one kind of unit. */
export const dollarsOf = (usage: Usage, name: Billed): number =>
  ((usage[name] ?? 0) * PRICES[name].dollars) / PRICES[name].per;

/** Dollars by service, and all of them together. */
export const costOf = (
  usage: Usage,
): { readonly services: Readonly<Record<string, number>>; readonly total: number } => {
  const services: Record<string, number> = {};
  for (const name of names) {
    const { service } = PRICES[name];
    services[service] = (services[service] ?? 0) + dollarsOf(usage, name);
  }
  return { services, total: Object.values(services).reduce((total, dollars) => total + dollars, 0) };
};
