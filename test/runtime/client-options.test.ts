import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { clientOptions } from '../../lib/runtime/client-options.ts';

describe('AWS clients: a service that takes the connection and says nothing', () => {
  it('ends the call with an error: it does not hang until the invocation ends', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new DynamoDBClient({ ...LOCAL_AWS, ...clientOptions, maxAttempts: 1, endpoint });

    await expect(client.send(new DescribeTableCommand({ TableName: 'captures' }))).rejects.toThrow(/time/i);

    client.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
