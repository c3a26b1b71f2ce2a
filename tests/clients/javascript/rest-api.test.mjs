// The unmodified AWS SDK for JavaScript v3 creates a REST API with Lambda, HTTP and mock integrations, deploys it, calls
// it, updates the stage, and deletes everything (issue: the main job, end to end).
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import {
  APIGatewayClient, ConflictException, CreateDeploymentCommand, CreateResourceCommand, CreateRestApiCommand,
  DeleteRestApiCommand, GetResourcesCommand, GetRestApiCommand, GetStageCommand, ImportRestApiCommand,
  NotFoundException, PutIntegrationCommand, PutIntegrationResponseCommand, PutMethodCommand,
  PutMethodResponseCommand, UpdateStageCommand, paginateGetResources,
} from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand, CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, InvokeCommand,
  LambdaClient, ResourceNotFoundException, waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { Server } from './server.mjs';
import { zip } from './zip.mjs';

const code = `exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'x-function': 'yes' },
  body: JSON.stringify({ path: event.path, id: event.pathParameters.id, color: event.stageVariables?.color ?? null }),
});`;

describe('The AWS SDK for JavaScript v3', () => {
  let server;
  let backend;
  let api;
  let lambda;
  let restApiId;
  let rootId;

  const clients = () => {
    const config = {
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    api = new APIGatewayClient(config);
    lambda = new LambdaClient(config);
  };

  const call = (stage, path, init) =>
    fetch(`${server.endpoint}/_aws/execute-api/${restApiId}/${stage}${path}`, init);

  const resource = async (pathPart, parentId = rootId) =>
    (await api.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id;

  const method = (resourceId, httpMethod, requestParameters) =>
    api.send(new PutMethodCommand({ restApiId, resourceId, httpMethod, authorizationType: 'NONE', requestParameters }));

  before(async () => {
    backend = createServer((request, response) => {
      response.setHeader('x-backend', 'yes');
      response.end(JSON.stringify({ method: request.method, url: request.url, agent: request.headers['user-agent'] }));
    });
    await new Promise((listening) => backend.listen(0, '127.0.0.1', listening));
    server = await Server.start();
    clients();
  });

  after(async () => {
    backend?.close();
    assert.equal(await server?.stop(), 0, 'SIGTERM ends the server with exit code 0');
  });

  test('creates a REST API with its root resource', async () => {
    const created = await api.send(new CreateRestApiCommand({ name: 'pets', description: 'by the SDK' }));
    restApiId = created.id;
    rootId = created.rootResourceId;
    assert.match(created.id, /^[a-z0-9]{10}$/);
    assert.ok(created.createdDate instanceof Date);
    assert.deepEqual(created.endpointConfiguration.types, ['EDGE']);
    const read = await api.send(new GetRestApiCommand({ restApiId }));
    assert.equal(read.name, 'pets');
  });

  test('creates a function and invokes it', async () => {
    const created = await lambda.send(new CreateFunctionCommand({
      FunctionName: 'echo', Runtime: 'nodejs22.x', Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/lambda', Code: { ZipFile: zip('index.js', code) },
    }));
    assert.equal(created.FunctionArn, 'arn:aws:lambda:us-east-1:000000000000:function:echo');
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20 }, { FunctionName: 'echo' });
    const answer = await lambda.send(new InvokeCommand({
      FunctionName: 'echo', Payload: JSON.stringify({ path: '/x', pathParameters: { id: '7' } }),
    }));
    assert.equal(answer.StatusCode, 200);
    assert.equal(JSON.parse(JSON.parse(Buffer.from(answer.Payload)).body).id, '7');
  });

  test('adds mock, HTTP and Lambda integrations', async () => {
    const mock = await resource('mock');
    await method(mock, 'GET');
    await api.send(new PutMethodResponseCommand({
      restApiId, resourceId: mock, httpMethod: 'GET', statusCode: '200',
      responseParameters: { 'method.response.header.X-Kind': true },
    }));
    await api.send(new PutIntegrationCommand({
      restApiId, resourceId: mock, httpMethod: 'GET', type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
    }));
    await api.send(new PutIntegrationResponseCommand({
      restApiId, resourceId: mock, httpMethod: 'GET', statusCode: '200',
      responseParameters: { 'method.response.header.X-Kind': "'mock'" },
      responseTemplates: { 'application/json': '{"from": "mock"}' },
    }));

    const http = await resource('http');
    const item = await resource('{proxy+}', http);
    await method(item, 'ANY', { 'method.request.path.proxy': true });
    await api.send(new PutIntegrationCommand({
      restApiId, resourceId: item, httpMethod: 'ANY', type: 'HTTP_PROXY', integrationHttpMethod: 'ANY',
      uri: `http://127.0.0.1:${backend.address().port}/base/{proxy}`,
      requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
    }));

    const pets = await resource('pets');
    const pet = await resource('{id}', pets);
    await method(pet, 'GET');
    const integration = await api.send(new PutIntegrationCommand({
      restApiId, resourceId: pet, httpMethod: 'GET', type: 'AWS_PROXY', integrationHttpMethod: 'POST',
      uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/'
        + 'arn:aws:lambda:us-east-1:000000000000:function:echo/invocations',
    }));
    assert.equal(integration.type, 'AWS_PROXY');
    assert.equal(integration.timeoutInMillis, 29000);
  });

  test('lists resources page by page', async () => {
    const seen = [];
    for await (const page of paginateGetResources({ client: api, pageSize: 2 }, { restApiId })) {
      assert.ok(page.items.length <= 2);
      seen.push(...page.items.map((item) => item.path));
    }

    assert.deepEqual(seen.sort(), ['/', '/http', '/http/{proxy+}', '/mock', '/pets', '/pets/{id}']);
    const all = await api.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
    const pet = all.items.find((item) => item.path === '/pets/{id}');
    assert.equal(pet.resourceMethods.GET.methodIntegration.httpMethod, 'POST');
  });

  test('deploys, and the call right after the deployment is served', async () => {
    await api.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev', variables: { color: 'red' } }));
    const mock = await call('dev', '/mock');
    assert.equal(mock.status, 200);
    assert.equal(mock.headers.get('x-kind'), 'mock');
    assert.deepEqual(await mock.json(), { from: 'mock' });
    assert.match(mock.headers.get('x-amzn-requestid'), /^[0-9a-f-]{36}$/);
  });

  test('serves the HTTP proxy with its greedy path and query', async () => {
    const answer = await call('dev', '/http/a/b?x=1', { method: 'DELETE', headers: { 'user-agent': 'sdk-test' } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('x-backend'), 'yes');
    assert.deepEqual(await answer.json(), { method: 'DELETE', url: '/base/a/b?x=1', agent: 'sdk-test' });
  });

  test('answers 500 until the function allows API Gateway to invoke it, then serves it', async () => {
    const refused = await call('dev', '/pets/7');
    assert.equal(refused.status, 500);
    assert.deepEqual(await refused.json(), { message: 'Internal server error' });
    await lambda.send(new AddPermissionCommand({
      FunctionName: 'echo', StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*/GET/pets/*`,
    }));
    const answer = await call('dev', '/pets/7');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('x-function'), 'yes');
    assert.deepEqual(await answer.json(), { path: '/pets/7', id: '7', color: 'red' });
  });

  test('updates the stage, which takes effect at once', async () => {
    const stage = await api.send(new UpdateStageCommand({
      restApiId, stageName: 'dev',
      patchOperations: [
        { op: 'replace', path: '/variables/color', value: 'blue' },
        { op: 'replace', path: '/*/*/throttling/rateLimit', value: '100' },
      ],
    }));
    assert.equal(stage.variables.color, 'blue');
    assert.equal(stage.methodSettings['*/*'].throttlingRateLimit, 100);
    assert.equal((await (await call('dev', '/pets/7')).json()).color, 'blue');
  });

  test('keeps everything over a kill -9 and serves it after the restart', async () => {
    await server.kill();
    await server.boot();
    clients();
    assert.equal((await (await call('dev', '/pets/7')).json()).color, 'blue');
    assert.equal((await api.send(new GetStageCommand({ restApiId, stageName: 'dev' }))).variables.color, 'blue');
  });

  test('gets AWS errors as the typed exceptions of the SDK', async () => {
    await assert.rejects(api.send(new GetRestApiCommand({ restApiId: 'nosuchapi0' })), NotFoundException);
    await assert.rejects(
      api.send(new CreateResourceCommand({ restApiId, parentId: rootId, pathPart: 'mock' })), ConflictException);
    await assert.rejects(lambda.send(new GetFunctionCommand({ FunctionName: 'nobody' })), ResourceNotFoundException);
  });

  test('imports an OpenAPI definition', async () => {
    const imported = await api.send(new ImportRestApiCommand({
      body: JSON.stringify({
        openapi: '3.0.1', info: { title: 'imported', version: '1' },
        paths: {
          '/ping2': {
            get: {
              responses: { 200: { description: 'ok' } },
              'x-amazon-apigateway-integration': {
                type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' },
                responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '"pong"' } } },
              },
            },
          },
        },
      }),
    }));
    assert.equal(imported.name, 'imported');
    await api.send(new CreateDeploymentCommand({ restApiId: imported.id, stageName: 'v1' }));
    const answer = await fetch(`${server.endpoint}/_aws/execute-api/${imported.id}/v1/ping2`);
    assert.equal(await answer.text(), '"pong"');
    await api.send(new DeleteRestApiCommand({ restApiId: imported.id }));
  });

  test('deletes everything', async () => {
    await api.send(new DeleteRestApiCommand({ restApiId }));
    await assert.rejects(api.send(new GetRestApiCommand({ restApiId })), NotFoundException);
    assert.equal((await call('dev', '/mock')).status, 403);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'echo' }));
    await assert.rejects(lambda.send(new GetFunctionCommand({ FunctionName: 'echo' })), ResourceNotFoundException);
  });
});
