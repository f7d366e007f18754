import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../local/listen.ts';

/** An account's properties, which tests change. */
interface Account {
  /** Tables by name, each with its deletion protection. */
  readonly tables: Record<string, boolean>;
  concurrency: { all: number; unreserved: number };
}

/**
 * A DynamoDB that answers `DescribeTable` with the protection, which dynalite lacks, and a Lambda that answers
 * `GetAccountSettings`.
 */
export const startAccount = async (tables: Record<string, boolean>) => {
  const account: Account = { tables, concurrency: { all: 1000, unreserved: 1000 } };
  const answer = (url: string, target: string, body: string): { readonly status: number; readonly json: unknown } => {
    if (url.startsWith('/2016-08-19/account-settings')) {
      const { all, unreserved } = account.concurrency;
      const AccountLimit = { ConcurrentExecutions: all, UnreservedConcurrentExecutions: unreserved };
      return { status: 200, json: { AccountLimit } };
    }
    const { TableName = '' } = target.endsWith('.DescribeTable') ? JSON.parse(body) : {};
    const DeletionProtectionEnabled = account.tables[TableName];
    if (DeletionProtectionEnabled === undefined) {
      return { status: 400, json: { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException' } };
    }
    return { status: 200, json: { Table: { TableName, DeletionProtectionEnabled } } };
  };
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const target = String(request.headers['x-amz-target'] ?? '');
        const { status, json } = answer(request.url ?? '', target, body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      },
      () => response.destroy(),
    );
  });
  return { account, ...(await listen(server)) };
};
