type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** `fields` without those that are undefined: an optional property is absent or has a value. */
export const present = <T extends object>(fields: T): Present<T> => {
  const kept: Present<T> = {};
  for (const key in fields) {
    const value = fields[key];
    if (isPresent(value)) kept[key] = value;
  }
  return kept;
};

const isPresent = <T>(value: T): value is Exclude<T, undefined> => value !== undefined;
