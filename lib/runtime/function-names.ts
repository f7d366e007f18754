/** The functions of the stack: each has its file in `handlers/`, its bundle in `dist/` and its entry in serverless.yml. */
export const FUNCTION_NAMES = ['webhook', 'captures', 'schedule', 'worker'] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
