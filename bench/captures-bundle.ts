import { awsEnvironment } from '../local/aws-environment.ts';
import type { startEmulators } from '../test/support/emulators.ts';

/**
 * Imports the handler of the bundled `captures` function, over emulators. The bundle reads its configuration during the
 * import, so each configuration needs an import with another `name`.
 */
export const importCaptures = async <Handler>(
  { urls, tableName, messaging }: Awaited<ReturnType<typeof startEmulators>>,
  name: string,
): Promise<Handler> => {
  Object.assign(process.env, {
    ...awsEnvironment(urls),
    TABLE_NAME: tableName,
    QUEUE_URL: messaging.wakeQueueUrl,
    OPERATOR_SECRET_ID: 'operator',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const bundle = new URL(`../dist/captures/index.mjs?${name}`, import.meta.url);
  const { handler } = (await import(bundle.href)) as { handler: Handler };
  return handler;
};
