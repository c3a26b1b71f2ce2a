// Response streaming with the unmodified AWS SDK for JavaScript v3: InvokeWithResponseStream, and a REST API with
// responseTransferMode STREAM. That bytes arrive before the end is shown by content: the function waits for this test.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  APIGatewayClient, BadRequestException, CreateDeploymentCommand, CreateRestApiCommand, GetIntegrationCommand,
  PutIntegrationCommand, PutMethodCommand, UpdateIntegrationCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand, CreateFunctionCommand, InvokeWithResponseStreamCommand, LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { Server } from './server.mjs';
import { zip } from './zip.mjs';

const code = `
const net = require('node:net');
exports.handler = awslambda.streamifyResponse(async (event, responseStream) => {
  const asked = event.queryStringParameters ?? event;
  const stream = awslambda.HttpResponseStream.from(responseStream, {
    statusCode: 201, headers: { 'Content-Type': 'text/plain' }, cookies: ['a=1', 'b=2'],
  });
  stream.write('one');
  await new Promise((go) => net.connect(Number(asked.port), '127.0.0.1').once('data', function () { this.destroy(); go(); }));
  if (asked.bad) throw new TypeError('midway');
  stream.end('two');
});`;
const prelude = `${JSON.stringify({ statusCode: 201, headers: { 'Content-Type': 'text/plain' }, cookies: ['a=1', 'b=2'] })}${'\0'.repeat(8)}`;

describe('Response streaming', () => {
  let server;
  let lambda;
  let api;
  let signals;
  let port;
  const waiting = [];
  const arrived = [];

  // Lets the function that waits, or the next that comes, go on.
  const go = async () => {
    const socket = arrived.shift() ?? await new Promise((come) => waiting.push(come));
    socket.write('go');
  };

  before(async () => {
    signals = createServer((socket) => {
      socket.on('error', () => {});
      const come = waiting.shift();
      come ? come(socket) : arrived.push(socket);
    });
    await new Promise((listening) => signals.listen(0, '127.0.0.1', listening));
    port = signals.address().port;
    server = await Server.start();
    const config = {
      endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    lambda = new LambdaClient(config);
    api = new APIGatewayClient(config);
    await lambda.send(new CreateFunctionCommand({
      FunctionName: 'streamer', Runtime: 'nodejs22.x', Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/lambda', Code: { ZipFile: zip('index.js', code) },
    }));
  });

  after(async () => {
    signals?.close();
    assert.equal(await server?.stop(), 0);
  });

  const invoke = (event, more = {}) => lambda.send(new InvokeWithResponseStreamCommand({
    FunctionName: 'streamer', Payload: JSON.stringify(event), ...more,
  }));

  test('hands out chunks while the function writes them, and completes', async () => {
    const answer = await invoke({ port }, { LogType: 'Tail' });
    assert.equal(answer.StatusCode, 200);
    assert.equal(answer.ExecutedVersion, '$LATEST');
    assert.equal(answer.ResponseStreamContentType, 'application/vnd.amazon.eventstream');
    let text = '';
    let complete;
    let isFirst = true;
    for await (const event of answer.EventStream) {
      if (event.PayloadChunk) {
        text += Buffer.from(event.PayloadChunk.Payload).toString();
        if (isFirst && text === `${prelude}one`) {
          isFirst = false;
          await go();
        }
      }
      complete = event.InvokeComplete ?? complete;
    }
    assert.equal(isFirst, false);
    assert.equal(text, `${prelude}onetwo`);
    assert.equal(complete.ErrorCode, undefined);
    assert.match(Buffer.from(complete.LogResult, 'base64').toString(), /END RequestId/);
  });

  test('tells an error in the middle behind what was written', async () => {
    const answer = await invoke({ port, bad: true });
    go();
    let text = '';
    let complete;
    for await (const event of answer.EventStream) {
      text += event.PayloadChunk ? Buffer.from(event.PayloadChunk.Payload).toString() : '';
      complete = event.InvokeComplete ?? complete;
    }
    assert.equal(text, `${prelude}one`);
    assert.equal(complete.ErrorCode, 'Unhandled');
    assert.equal(JSON.parse(complete.ErrorDetails).errorMessage, 'midway');
  });

  test('refuses before it begins', async () => {
    await assert.rejects(
      () => lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'absent' })), ResourceNotFoundException);
    const dry = await invoke({}, { InvocationType: 'DryRun' });
    assert.equal(dry.StatusCode, 204);
  });

  test('streams through a REST API', async () => {
    const { id: restApiId, rootResourceId: resourceId } = await api.send(new CreateRestApiCommand({ name: 'streams' }));
    const where = { restApiId, resourceId, httpMethod: 'GET' };
    const uri = (date, operation) => `arn:aws:apigateway:us-east-1:lambda:path/${date}/functions/`
      + `arn:aws:lambda:us-east-1:000000000000:function:streamer/${operation}`;
    const proxy = { ...where, type: 'AWS_PROXY', integrationHttpMethod: 'POST' };
    await api.send(new PutMethodCommand({ ...where, authorizationType: 'NONE' }));
    await assert.rejects(() => api.send(new PutIntegrationCommand({
      ...proxy, responseTransferMode: 'STREAM', uri: uri('2015-03-31', 'invocations'),
    })), BadRequestException);
    await api.send(new PutIntegrationCommand({ ...proxy, uri: uri('2015-03-31', 'invocations'), timeoutInMillis: 5000 }));
    await api.send(new UpdateIntegrationCommand({
      ...where,
      patchOperations: [
        { op: 'replace', path: '/uri', value: uri('2021-11-15', 'response-streaming-invocations') },
        { op: 'replace', path: '/responseTransferMode', value: 'STREAM' },
      ],
    }));
    const integration = await api.send(new GetIntegrationCommand(where));
    assert.equal(integration.responseTransferMode, 'STREAM');
    assert.equal(integration.timeoutInMillis, 300000); // the switch drops the other mode's
    await lambda.send(new AddPermissionCommand({
      FunctionName: 'streamer', StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*/GET/`,
    }));
    await api.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));

    const response = await fetch(`${server.endpoint}/_aws/execute-api/${restApiId}/dev/?port=${port}`);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('transfer-encoding'), 'chunked');
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    const reader = response.body.getReader();
    assert.equal(Buffer.from((await reader.read()).value).toString(), 'one');
    await go();
    assert.equal(Buffer.from((await reader.read()).value).toString(), 'two');
    assert.equal((await reader.read()).done, true);

    const broken = await fetch(`${server.endpoint}/_aws/execute-api/${restApiId}/dev/?port=${port}&bad=1`);
    go();
    await assert.rejects(() => broken.text()); // cut, not ended
  });
});
