// Versions, aliases, layers and event settings of functions with the unmodified AWS SDK for JavaScript v3.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateAliasCommand, CreateFunctionCommand, DeleteFunctionCommand, GetAliasCommand, GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand, GetProvisionedConcurrencyConfigCommand, InvokeCommand, LambdaClient,
  ListVersionsByFunctionCommand, PreconditionFailedException, ProvisionedConcurrencyConfigNotFoundException,
  PublishLayerVersionCommand, PublishVersionCommand, PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand, PutProvisionedConcurrencyConfigCommand, ResourceConflictException,
  ResourceNotFoundException, TooManyRequestsException, UpdateAliasCommand, UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { Server } from './server.mjs';
import { zip } from './zip.mjs';

const code = `exports.handler = async (event, context) => [
  process.env.AWS_LAMBDA_FUNCTION_VERSION, context.invokedFunctionArn, require('tool')];`;
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('Lambda', () => {
  let server;
  let lambda;
  const invoke = async (Qualifier) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'f', Qualifier }));
    return JSON.parse(Buffer.from(answer.Payload).toString());
  };

  before(async () => {
    server = await Server.start();
    lambda = new LambdaClient({
      endpoint: server.endpoint, region: 'us-east-1', maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const layer = await lambda.send(new PublishLayerVersionCommand({
      LayerName: 'tools', Content: { ZipFile: zip('nodejs/node_modules/tool/index.js', "module.exports = 'found';") },
    }));
    await lambda.send(new CreateFunctionCommand({
      FunctionName: 'f', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/any',
      Code: { ZipFile: zip('index.js', code) }, Layers: [layer.LayerVersionArn], Timeout: 20,
    }));
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName: 'f' });
  });

  after(async () => {
    lambda.destroy();
    assert.equal(await server.stop(), 0);
  });

  test('versions, aliases and layers run as they are called', async () => {
    assert.equal((await lambda.send(new PublishVersionCommand({ FunctionName: 'f' }))).Version, '1');
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', MemorySize: 256 }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName: 'f' });
    assert.equal((await lambda.send(new PublishVersionCommand({ FunctionName: 'f' }))).Version, '2');
    const listed = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'f' }));
    assert.deepEqual(listed.Versions.map((version) => version.Version), ['$LATEST', '1', '2']);

    await lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'prod', FunctionVersion: '1' }));
    assert.deepEqual(await invoke('prod'), ['1', `${arn}:prod`, 'found']);
    await lambda.send(new UpdateAliasCommand({
      FunctionName: 'f', Name: 'prod', RoutingConfig: { AdditionalVersionWeights: { 2: 1 } },
    }));
    assert.deepEqual(await invoke('prod'), ['2', `${arn}:prod`, 'found']);
    assert.deepEqual(await invoke(), ['$LATEST', arn, 'found']);
    await assert.rejects(
      lambda.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '1' })), ResourceConflictException);
  });

  test('what the SDK has a class for comes as that class', async () => {
    await assert.rejects(
      lambda.send(new GetAliasCommand({ FunctionName: 'f', Name: 'nobody' })), ResourceNotFoundException);
    await assert.rejects(
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'f', Qualifier: '99' })), ResourceNotFoundException);
    await assert.rejects(
      lambda.send(new PublishVersionCommand({ FunctionName: 'f', RevisionId: 'old' })), PreconditionFailedException);
    await assert.rejects(
      lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: 'f', Qualifier: '1' })),
      ProvisionedConcurrencyConfigNotFoundException);
  });

  test('provisioned concurrency becomes ready', async () => {
    await lambda.send(new PutProvisionedConcurrencyConfigCommand({
      FunctionName: 'f', Qualifier: '2', ProvisionedConcurrentExecutions: 1,
    }));
    let status;
    do {
      ({ Status: status } = await lambda.send(
        new GetProvisionedConcurrencyConfigCommand({ FunctionName: 'f', Qualifier: '2' })));
    } while (status === 'IN_PROGRESS');
    assert.equal(status, 'READY');
  });

  test('event settings come back with a date', async () => {
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', MaximumRetryAttempts: 1 }));
    const shown = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'f' }));
    assert.equal(shown.MaximumRetryAttempts, 1);
    assert.ok(shown.LastModified instanceof Date && Math.abs(Date.now() - shown.LastModified) < 60_000);
  });

  test('nothing reserved is nothing run', async () => {
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }));
    await assert.rejects(invoke(), (error) => error instanceof TooManyRequestsException
      && error.Reason === 'ReservedFunctionConcurrentInvocationLimitExceeded');
  });
});
