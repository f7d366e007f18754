import { type DynamoDBClient, paginateScan, PutItemCommand } from '@aws-sdk/client-dynamodb';

/**
 * Writes every open item of the table again, as it is. dynalite stores indexes and item one after the other, so a process
 * that was killed between them may have left an item that no index shows, and no worker would find it. DynamoDB has no
 * such gap.
 */
export const mendIndexes = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const isOpen = { FilterExpression: 'attribute_exists(#open)', ExpressionAttributeNames: { '#open': 'open' } };
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...isOpen })) {
    for (const Item of Items) await client.send(new PutItemCommand({ TableName, Item }));
  }
};
