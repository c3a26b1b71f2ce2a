// @connections by the unmodified AWS SDK, and the WebSocket client that most of Node uses (websocket-api §8).
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-apigatewayv2';
import { ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand }
  from '@aws-sdk/client-apigatewaymanagementapi';
import { WebSocket } from 'ws';
import { Server } from './server.mjs';
import { createEchoApi, lookup, next, opened } from './socket.mjs';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

describe('@connections through the SDK', () => {
  let server;
  let address;
  let manager;

  before(async () => {
    server = await Server.start();
    const client = new sdk.ApiGatewayV2Client({ endpoint: server.endpoint, region: 'us-east-1', credentials });
    const api = await createEchoApi(client, sdk);
    client.destroy();
    const { port } = new URL(server.endpoint);
    address = `${api}.execute-api.localhost:${port}/dev`;
    manager = new ApiGatewayManagementApiClient({
      endpoint: `http://${address}`, region: 'us-east-1', credentials, requestHandler: { httpAgent: new Agent({ lookup }) },
    });
  });

  after(async () => {
    manager.destroy();
    assert.equal(await server.stop(), 0);
  });

  // The mock of route "me" says the connection's id, which only integrations are told.
  const open = async () => {
    const socket = await opened(new WebSocket(`ws://${address}`, { lookup }));
    socket.send(JSON.stringify({ action: 'me' }));
    return { socket, ConnectionId: JSON.parse(await next(socket)).connectionId };
  };

  test('A message that is posted arrives as text', async () => {
    const { socket, ConnectionId } = await open();
    assert.match(ConnectionId, /^[A-Za-z0-9_-]{15}=$/);
    const arrived = next(socket);

    const answer = await manager.send(new PostToConnectionCommand({ ConnectionId, Data: 'Grüße from the backend' }));

    assert.equal(answer.$metadata.httpStatusCode, 200);
    assert.equal(await arrived, 'Grüße from the backend');
    socket.close();
  });

  test('A great message arrives whole', async () => {
    const { socket, ConnectionId } = await open();
    const arrived = next(socket);
    const Data = 'x'.repeat(131_072);

    await manager.send(new PostToConnectionCommand({ ConnectionId, Data }));

    assert.equal(await arrived, Data);
    await assert.rejects(
      manager.send(new PostToConnectionCommand({ ConnectionId, Data: `${Data}x` })),
      (error) => error.$metadata.httpStatusCode === 413);
    socket.close();
  });

  test('A connection tells when it was opened and last used', async () => {
    const { socket, ConnectionId } = await open();

    const answer = await manager.send(new GetConnectionCommand({ ConnectionId }));

    assert.ok(answer.ConnectedAt instanceof Date && answer.LastActiveAt >= answer.ConnectedAt);
    assert.equal(answer.Identity.SourceIp, '127.0.0.1');
    socket.close();
  });

  test('A connection that is deleted is closed with 1000 and is gone', async () => {
    const { socket, ConnectionId } = await open();
    const closed = new Promise((done) => socket.once('close', (code) => done(code)));

    const answer = await manager.send(new DeleteConnectionCommand({ ConnectionId }));

    assert.equal(answer.$metadata.httpStatusCode, 204);
    assert.equal(await closed, 1000);
    for (const command of [new GetConnectionCommand({ ConnectionId }), new PostToConnectionCommand({ ConnectionId, Data: 'x' }),
      new DeleteConnectionCommand({ ConnectionId })]) {
      await assert.rejects(
        manager.send(command), (error) => error.name === 'GoneException' && error.$metadata.httpStatusCode === 410);
    }
  });

  test('An id that is none is a bad request', async () => {
    await assert.rejects(
      manager.send(new PostToConnectionCommand({ ConnectionId: 'nonsense', Data: 'x' })),
      (error) => error.name === 'BadRequestException' && error.message === 'Invalid connectionId: nonsense');
  });
});
