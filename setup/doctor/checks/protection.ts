import { fail, type Judgment, ok } from './finding.ts';

/** `DescribeTable`, as far as it is judged, or the code of the error that came instead. */
export type TableReply = { readonly isProtected: boolean } | { readonly code: string };

/**
 * Whether DynamoDB refuses to delete the ledger. The first deployment leaves it unprotected on purpose: if it fails,
 * CloudFormation has to be able to take the table away again.
 */
export const judgeProtection = (tableName: string, reply: TableReply): Judgment => {
  if ('code' in reply) {
    return reply.code === 'ResourceNotFoundException'
      ? fail(
          'The table of the stack does not exist.',
          'Check --region. If it is right, restore the table: docs/runbook.md, "Restore the ledger".',
        )
      : fail(
          `The table cannot be read (${reply.code}).`,
          'Check the region, and that your credentials allow dynamodb:DescribeTable on it.',
        );
  }
  if (reply.isProtected) return ok('DynamoDB refuses to delete the table.');
  return fail(
    'DynamoDB does not protect the table from deletion.',
    `Set DELETION_PROTECTION to true for this stage, and deploy again. For protection at once: aws dynamodb update-table --table-name ${tableName} --deletion-protection-enabled`,
  );
};
