export const parameters: () => any;
export const report: (found: unknown) => never;
