import { fail, type Judgment, ok } from './finding.ts';

/** The judged part of `DescribeTable`, or the code of its error. */
export type TableReply = { readonly isProtected: boolean } | { readonly code: string };

/**
 * Whether DynamoDB refuses to delete the ledger. The first deployment leaves the table unprotected on purpose: if that
 * deployment fails, CloudFormation must be able to delete the table again.
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
