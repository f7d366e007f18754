/** The functions of the stack. Each has a file in `handlers/`, a bundle in `dist/` and an entry in serverless.yml. */
export const FUNCTION_NAMES = ['webhook', 'captures', 'schedule', 'worker'] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
