// Functions that die while sockets are open: the caller of that message is told, every other one and every life goes on.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-apigatewayv2';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { WebSocket } from 'ws';
import { Server } from './server.mjs';
import { lookup, next, opened } from './socket.mjs';
import { zip } from './zip.mjs';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const source = `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => {
  const { eventType, connectionId } = event.requestContext;
  if (eventType !== 'MESSAGE') {
    appendFileSync(process.env.LIVES, eventType + ' ' + connectionId + '\\n');
    return { statusCode: 200 };
  }
  if (event.body === 'die') process.kill(process.pid, 'SIGKILL');
  return { statusCode: 200, body: event.body };
};`;

describe('functions that are killed', () => {
  let server;
  let folder;
  let lives;
  let address;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-lives-'));
    lives = join(folder, 'lives');
    server = await Server.start();
    const settings = { endpoint: server.endpoint, region: 'us-east-1', credentials };
    const lambda = new LambdaClient(settings);
    const { FunctionArn } = await lambda.send(new CreateFunctionCommand({
      FunctionName: 'mortal', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/r',
      Timeout: 20, Environment: { Variables: { LIVES: lives } }, Code: { ZipFile: zip('index.mjs', source) },
    }));
    await lambda.send(new AddPermissionCommand({
      FunctionName: 'mortal', StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com',
    }));
    lambda.destroy();
    const client = new sdk.ApiGatewayV2Client(settings);
    const { ApiId } = await client.send(new sdk.CreateApiCommand({
      Name: 'mortal', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action',
    }));
    const { IntegrationId } = await client.send(new sdk.CreateIntegrationCommand({
      ApiId, IntegrationType: 'AWS_PROXY',
      IntegrationUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`,
    }));
    for (const RouteKey of ['$connect', '$disconnect', '$default']) {
      const { RouteId } = await client.send(new sdk.CreateRouteCommand({
        ApiId, RouteKey, Target: `integrations/${IntegrationId}`,
        RouteResponseSelectionExpression: RouteKey === '$default' ? '$default' : undefined,
      }));
      if (RouteKey === '$default') {
        await client.send(new sdk.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }));
      }
    }
    await client.send(new sdk.CreateStageCommand({ ApiId, StageName: 'dev' }));
    await client.send(new sdk.CreateDeploymentCommand({ ApiId, StageName: 'dev' }));
    client.destroy();
    address = `ws://${ApiId}.execute-api.localhost:${new URL(server.endpoint).port}/dev`;
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
    await rm(folder, { recursive: true });
  });

  test('The message is answered with an error frame, the connection goes on, and each life has one beginning and one end', async () => {
    const sockets = await Promise.all(Array.from({ length: 5 }, () => opened(new WebSocket(address, { lookup }))));
    const ask = (socket, text) => {
      const answer = next(socket);
      socket.send(text);
      return answer;
    };
    for (let round = 0; round < 3; round++) {
      const error = JSON.parse(await ask(sockets[0], 'die'));
      assert.equal(error.message, 'Internal server error');
      assert.match(error.connectionId, /^[A-Za-z0-9_-]{15}=$/);
      assert.deepEqual(
        await Promise.all(sockets.map((socket, index) => ask(socket, `${round}.${index}`))),
        sockets.map((_, index) => `${round}.${index}`));
    }

    for (const socket of sockets) {
      socket.terminate(); // without a closing frame, as a client that vanishes
    }

    let lines;
    do {
      lines = (await readFile(lives, 'utf8')).trim().split('\n');
      await new Promise((done) => setTimeout(done, 20));
    } while (lines.filter((line) => line.startsWith('DISCONNECT')).length < 5);
    assert.equal(lines.length, 10);
    assert.equal(new Set(lines).size, 10);
  });
});
