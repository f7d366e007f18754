/** Measures what a function costs that does nothing. */
export const handler = async (): Promise<object> => ({ statusCode: 200 });
