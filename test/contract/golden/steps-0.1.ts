/*
 * Version 0.1's steps for stored items, as they were released. They keep every field that they do not name, fields of
 * this version included.
 */

type Item = Readonly<Record<string, unknown>>;

const step = (item: Item, changes: Item): Item => {
  const { notBefore, leaseUntil, mergedInto, ...kept } = item;
  return { ...kept, ...changes, version: Number(item['version']) + 1 };
};

export const claimBy01 = (item: Item, leaseUntil: number): Item =>
  step(item, { state: 'claimed', leaseUntil, attempts: Number(item['attempts']) + 1 });

export const backOffBy01 = (item: Item, notBefore: number): Item => step(item, { state: 'pending', notBefore });

export const createBy01 = (item: Item, snapshot: Item, leaseUntil: number): Item =>
  step(item, { state: 'created', snapshot, leaseUntil });

export const failBy01 = (item: Item, failure: Item, leaseUntil: number): Item =>
  step(item, { state: 'failed', failure, leaseUntil });

export const announceBy01 = (item: Item, now: number): Item =>
  step(item, { announcedAt: now, ...(item['state'] === 'created' && { state: 'published' }) });

/** An operator's retry of an announced failure. */
export const sendAgainBy01 = (item: Item, now: number): Item => {
  const { failure, announcedAt, covers, ...kept } = step(item, { state: 'pending', attempts: 0, sentAgainAt: now });
  return kept;
};
