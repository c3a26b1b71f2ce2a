// Every operation of apigatewayv2 that serves HTTP APIs, driven by the unmodified AWS SDK for JavaScript v3. The table is
// walked in order, each row may use what earlier rows learned; a command of the SDK that the table lacks fails the test.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-apigatewayv2';
import { APIGatewayClient, CreateDeploymentCommand, CreateRestApiCommand, GetResourcesCommand, PutIntegrationCommand,
  PutMethodCommand } from '@aws-sdk/client-api-gateway';
import { Server } from './server.mjs';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:pets';
const authorizerUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const certificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/0e1a';
const groupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:/http/pets';
const definition = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'imported', version: '1' },
  paths: {
    '/a': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy', httpMethod: 'GET', uri: 'https://example.com', payloadFormatVersion: '1.0',
        },
      },
    },
  },
});

const is = (expected) => (answer) => {
  for (const [name, value] of Object.entries(expected)) {
    assert.deepEqual(answer[name], value, name);
  }
};
const holds = (member, count) => (answer) => assert.equal(answer[member].length, count, member);
const arn = (known) => `arn:aws:apigateway:us-east-1::/apis/${known.ApiId}`;

// [command, input, what is remembered or checked of the answer]
const rows = [
  ['CreateApi', () => ({
    Name: 'pets', ProtocolType: 'HTTP', Description: 'd', Tags: { a: 'b' },
    CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['get'] },
  }), (answer, known) => {
    known.ApiId = answer.ApiId;
    assert.match(answer.ApiEndpoint, /^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
    assert.ok(answer.CreatedDate instanceof Date);
    assert.equal(answer.CorsConfiguration.AllowCredentials, false);
  }],
  ['GetApi', (known) => ({ ApiId: known.ApiId }), is({ Name: 'pets', ProtocolType: 'HTTP', DisableExecuteApiEndpoint: false })],
  ['GetApis', () => ({}), holds('Items', 1)],
  ['UpdateApi', (known) => ({ ApiId: known.ApiId, Name: 'cats', Description: '' }), is({ Name: 'cats', Description: undefined })],
  ['DeleteCorsConfiguration', (known) => ({ ApiId: known.ApiId })],
  ['CreateIntegration', (known) => ({
    ApiId: known.ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn, PayloadFormatVersion: '2.0',
    RequestParameters: { 'append:header.x': '$request.path' },
    ResponseParameters: { 500: { 'overwrite:statuscode': '502' } },
  }), (answer, known) => {
    known.IntegrationId = answer.IntegrationId;
    is({ IntegrationMethod: 'POST', ConnectionType: 'INTERNET', TimeoutInMillis: 30000, IntegrationUri: functionArn })(answer);
  }],
  ['GetIntegration', (known) => ({ ApiId: known.ApiId, IntegrationId: known.IntegrationId }), is({ PayloadFormatVersion: '2.0' })],
  ['GetIntegrations', (known) => ({ ApiId: known.ApiId }), holds('Items', 1)],
  ['UpdateIntegration', (known) => ({ ApiId: known.ApiId, IntegrationId: known.IntegrationId, TimeoutInMillis: 5000 }), is({ TimeoutInMillis: 5000 })],
  ['CreateAuthorizer', (known) => ({
    ApiId: known.ApiId, Name: 'fn', AuthorizerType: 'REQUEST', AuthorizerUri: authorizerUri,
    AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, IdentitySource: ['$request.header.x'],
  }), (answer, known) => {
    known.AuthorizerId = answer.AuthorizerId;
    is({ AuthorizerResultTtlInSeconds: 300 })(answer);
  }],
  ['GetAuthorizer', (known) => ({ ApiId: known.ApiId, AuthorizerId: known.AuthorizerId }), is({ Name: 'fn' })],
  ['GetAuthorizers', (known) => ({ ApiId: known.ApiId }), holds('Items', 1)],
  ['UpdateAuthorizer', (known) => ({ ApiId: known.ApiId, AuthorizerId: known.AuthorizerId, AuthorizerResultTtlInSeconds: 0 }), is({ AuthorizerResultTtlInSeconds: 0 })],
  ['CreateRoute', (known) => ({
    ApiId: known.ApiId, RouteKey: 'GET /pets/{id}', Target: `integrations/${known.IntegrationId}`,
    AuthorizationType: 'CUSTOM', AuthorizerId: known.AuthorizerId,
  }), (answer, known) => {
    known.RouteId = answer.RouteId;
    is({ ApiKeyRequired: false, AuthorizationType: 'CUSTOM' })(answer);
  }],
  ['GetRoute', (known) => ({ ApiId: known.ApiId, RouteId: known.RouteId }), is({ RouteKey: 'GET /pets/{id}' })],
  ['GetRoutes', (known) => ({ ApiId: known.ApiId, MaxResults: '1' }), holds('Items', 1)],
  ['UpdateRoute', (known) => ({ ApiId: known.ApiId, RouteId: known.RouteId, AuthorizationType: 'NONE' }), is({ AuthorizationType: 'NONE', AuthorizerId: undefined })],
  ['DeleteAuthorizer', (known) => ({ ApiId: known.ApiId, AuthorizerId: known.AuthorizerId })],
  ['CreateStage', (known) => ({
    ApiId: known.ApiId, StageName: '$default', AutoDeploy: true, StageVariables: { color: 'red' },
    AccessLogSettings: { DestinationArn: `${groupArn}:*`, Format: '$context.requestId' },
    DefaultRouteSettings: { ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 1000 },
    RouteSettings: { 'GET /pets/{id}': { ThrottlingBurstLimit: 5 } },
  }), (answer) => {
    assert.equal(answer.AccessLogSettings.DestinationArn, groupArn);
    assert.ok(answer.DeploymentId);
  }],
  ['GetStage', (known) => ({ ApiId: known.ApiId, StageName: '$default' }), (answer) => assert.equal(answer.DefaultRouteSettings.ThrottlingRateLimit, 2000)],
  ['GetStages', (known) => ({ ApiId: known.ApiId }), holds('Items', 1)],
  ['UpdateStage', (known) => ({ ApiId: known.ApiId, StageName: '$default', AutoDeploy: false, StageVariables: { color: '', size: 'xl' } }), is({ StageVariables: { size: 'xl' }, AutoDeploy: false })],
  ['DeleteRouteSettings', (known) => ({ ApiId: known.ApiId, StageName: '$default', RouteKey: 'GET /pets/{id}' })],
  ['DeleteAccessLogSettings', (known) => ({ ApiId: known.ApiId, StageName: '$default' })],
  ['ResetAuthorizersCache', (known) => ({ ApiId: known.ApiId, StageName: '$default' })],
  ['CreateDeployment', (known) => ({ ApiId: known.ApiId, StageName: '$default', Description: 'by hand' }), (answer, known) => {
    known.DeploymentId = answer.DeploymentId;
    is({ DeploymentStatus: 'DEPLOYED', AutoDeployed: false })(answer);
  }],
  ['GetDeployment', (known) => ({ ApiId: known.ApiId, DeploymentId: known.DeploymentId }), is({ Description: 'by hand' })],
  ['GetDeployments', (known) => ({ ApiId: known.ApiId }), (answer) => assert.ok(answer.Items.length >= 1)],
  ['UpdateDeployment', (known) => ({ ApiId: known.ApiId, DeploymentId: known.DeploymentId, Description: 'again' }), is({ Description: 'again' })],
  ['ExportApi', (known) => ({ ApiId: known.ApiId, Specification: 'OAS30', OutputType: 'JSON', StageName: '$default' }), (answer) => {
    assert.ok(JSON.parse(Buffer.from(answer.body).toString()).paths['/pets/{id}'].get);
  }],
  ['TagResource', (known) => ({ ResourceArn: arn(known), Tags: { c: 'd' } })],
  ['GetTags', (known) => ({ ResourceArn: arn(known) }), is({ Tags: { a: 'b', c: 'd' } })],
  ['UntagResource', (known) => ({ ResourceArn: arn(known), TagKeys: ['a'] })],
  ['CreateDomainName', () => ({ DomainName: 'api.example.com', DomainNameConfigurations: [{ CertificateArn: certificateArn }] }), is({ ApiMappingSelectionExpression: '$request.basepath' })],
  ['GetDomainName', () => ({ DomainName: 'api.example.com' }), (answer) => assert.equal(answer.DomainNameConfigurations[0].DomainNameStatus, 'AVAILABLE')],
  ['GetDomainNames', () => ({}), holds('Items', 1)],
  ['UpdateDomainName', () => ({ DomainName: 'api.example.com', RoutingMode: 'ROUTING_RULE_THEN_API_MAPPING' }), is({ RoutingMode: 'ROUTING_RULE_THEN_API_MAPPING' })],
  ['CreateRoutingRule', (known) => ({
    DomainName: 'api.example.com', Priority: 5,
    Conditions: [{ MatchHeaders: { AnyOf: [{ Header: 'x', ValueGlob: 'a*' }] } }],
    Actions: [{ InvokeApi: { ApiId: known.RestApiId, Stage: 'dev' } }],
  }), (answer, known) => { known.RoutingRuleId = answer.RoutingRuleId; }],
  ['GetRoutingRule', (known) => ({ DomainName: 'api.example.com', RoutingRuleId: known.RoutingRuleId }), is({ Priority: 5 })],
  ['ListRoutingRules', () => ({ DomainName: 'api.example.com', MaxResults: 1 }), holds('RoutingRules', 1)],
  ['PutRoutingRule', (known) => ({
    DomainName: 'api.example.com', RoutingRuleId: known.RoutingRuleId, Priority: 6, Conditions: [],
    Actions: [{ InvokeApi: { ApiId: known.RestApiId, Stage: 'dev', StripBasePath: true } }],
  }), is({ Priority: 6, Conditions: [] })],
  ['DeleteRoutingRule', (known) => ({ DomainName: 'api.example.com', RoutingRuleId: known.RoutingRuleId })],
  ['CreateApiMapping', (known) => ({ DomainName: 'api.example.com', ApiId: known.ApiId, Stage: '$default', ApiMappingKey: 'shop/v1' }), (answer, known) => { known.ApiMappingId = answer.ApiMappingId; }],
  ['GetApiMapping', (known) => ({ DomainName: 'api.example.com', ApiMappingId: known.ApiMappingId }), is({ ApiMappingKey: 'shop/v1' })],
  ['GetApiMappings', () => ({ DomainName: 'api.example.com' }), holds('Items', 1)],
  ['UpdateApiMapping', (known) => ({ DomainName: 'api.example.com', ApiMappingId: known.ApiMappingId, ApiId: known.ApiId, ApiMappingKey: 'shop' }), is({ ApiMappingKey: 'shop', Stage: '$default' })],
  ['DeleteApiMapping', (known) => ({ DomainName: 'api.example.com', ApiMappingId: known.ApiMappingId })],
  ['DeleteDomainName', () => ({ DomainName: 'api.example.com' })],
  ['CreateVpcLink', () => ({ Name: 'link', SubnetIds: ['subnet-1'] }), (answer, known) => {
    known.VpcLinkId = answer.VpcLinkId;
    is({ VpcLinkStatus: 'PENDING', VpcLinkVersion: 'V2' })(answer);
  }],
  ['GetVpcLink', (known) => ({ VpcLinkId: known.VpcLinkId }), is({ VpcLinkStatus: 'AVAILABLE' })],
  ['GetVpcLinks', () => ({}), holds('Items', 1)],
  ['UpdateVpcLink', (known) => ({ VpcLinkId: known.VpcLinkId, Name: 'renamed' }), is({ Name: 'renamed' })],
  ['DeleteVpcLink', (known) => ({ VpcLinkId: known.VpcLinkId })],
  ['DeleteRoute', (known) => ({ ApiId: known.ApiId, RouteId: known.RouteId })],
  ['DeleteIntegration', (known) => ({ ApiId: known.ApiId, IntegrationId: known.IntegrationId })],
  ['DeleteStage', (known) => ({ ApiId: known.ApiId, StageName: '$default' })],
  ['DeleteDeployment', (known) => ({ ApiId: known.ApiId, DeploymentId: known.DeploymentId })],
  ['ReimportApi', (known) => ({ ApiId: known.ApiId, Body: definition }), is({ Name: 'imported' })],
  ['DeleteApi', (known) => ({ ApiId: known.ApiId })],
  ['ImportApi', () => ({ Body: definition, FailOnWarnings: true }), (answer, known) => { known.ApiId = answer.ApiId; }],
];

// Parts that HTTP APIs do not have: AWS has the operations, and answers them with 400 on an HTTP API.
const part = (known) => ({ ApiId: known.ApiId });
const webSocketOnly = [
  ['CreateModel', (known) => ({ ...part(known), Name: 'm', Schema: '{}' })],
  ['GetModel', (known) => ({ ...part(known), ModelId: 'abcdef' })],
  ['GetModels', part],
  ['GetModelTemplate', (known) => ({ ...part(known), ModelId: 'abcdef' })],
  ['UpdateModel', (known) => ({ ...part(known), ModelId: 'abcdef', Name: 'n' })],
  ['DeleteModel', (known) => ({ ...part(known), ModelId: 'abcdef' })],
  ['CreateRouteResponse', (known) => ({ ...part(known), RouteId: 'abcdefg', RouteResponseKey: '$default' })],
  ['GetRouteResponse', (known) => ({ ...part(known), RouteId: 'abcdefg', RouteResponseId: 'abcdef' })],
  ['GetRouteResponses', (known) => ({ ...part(known), RouteId: 'abcdefg' })],
  ['UpdateRouteResponse', (known) => ({ ...part(known), RouteId: 'abcdefg', RouteResponseId: 'abcdef' })],
  ['DeleteRouteResponse', (known) => ({ ...part(known), RouteId: 'abcdefg', RouteResponseId: 'abcdef' })],
  ['CreateIntegrationResponse', (known) => ({ ...part(known), IntegrationId: 'abcdefg', IntegrationResponseKey: '$default' })],
  ['GetIntegrationResponse', (known) => ({ ...part(known), IntegrationId: 'abcdefg', IntegrationResponseId: 'abcdef' })],
  ['GetIntegrationResponses', (known) => ({ ...part(known), IntegrationId: 'abcdefg' })],
  ['UpdateIntegrationResponse', (known) => ({ ...part(known), IntegrationId: 'abcdefg', IntegrationResponseId: 'abcdef' })],
  ['DeleteIntegrationResponse', (known) => ({ ...part(known), IntegrationId: 'abcdefg', IntegrationResponseId: 'abcdef' })],
  ['DeleteRouteRequestParameter', (known) => ({ ...part(known), RouteId: known.RouteId, RequestParameterKey: 'route.request.querystring.a' })],
];

describe('Every operation for HTTP APIs through the SDK', () => {
  let server;
  let client;
  const known = {};

  before(async () => {
    server = await Server.start();
    const config = {
      endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    client = new sdk.ApiGatewayV2Client(config);
    const rest = new APIGatewayClient(config);
    known.RestApiId = (await rest.send(new CreateRestApiCommand({ name: 'rest' }))).id;
    const target = { restApiId: known.RestApiId, httpMethod: 'GET' };
    target.resourceId = (await rest.send(new GetResourcesCommand({ restApiId: known.RestApiId }))).items[0].id;
    await rest.send(new PutMethodCommand({ ...target, authorizationType: 'NONE' }));
    await rest.send(new PutIntegrationCommand({ ...target, type: 'MOCK' }));
    await rest.send(new CreateDeploymentCommand({ restApiId: known.RestApiId, stageName: 'dev' }));
  });

  after(async () => assert.equal(await server.stop(), 0));

  test('the table holds every command of the SDK but those of portals', () => {
    const commands = Object.keys(sdk)
      .filter((name) => name.endsWith('Command') && name !== '$Command' && !/Portal|Product/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    const table = [...rows, ...webSocketOnly].map(([name]) => name);
    assert.deepEqual(commands.filter((name) => !table.includes(name)), []);
    assert.equal(new Set(table).size, 77);
  });

  for (const [name, input, check] of rows) {
    test(name, async () => {
      const answer = await client.send(new sdk[`${name}Command`](input(known)));
      check?.(answer, known);
    });
  }

  for (const [name, input] of webSocketOnly) {
    test(`${name} is refused on an HTTP API`, async () => {
      known.RouteId = (await client.send(new sdk.GetRoutesCommand({ ApiId: known.ApiId }))).Items[0].RouteId;
      await assert.rejects(client.send(new sdk[`${name}Command`](input(known))), sdk.BadRequestException);
    });
  }

  test('errors arrive as the classes of the SDK with their members', async () => {
    await assert.rejects(client.send(new sdk.GetApiCommand({ ApiId: 'nosuchapi0' })), (error) => {
      assert.ok(error instanceof sdk.NotFoundException);
      assert.equal(error.ResourceType, 'Api');
      assert.equal(error.message, 'Invalid API identifier specified 000000000000:nosuchapi0');
      return true;
    });
    await assert.rejects(
      client.send(new sdk.CreateRouteCommand({ ApiId: known.ApiId, RouteKey: 'GET /a' })), sdk.ConflictException);
  });
});
