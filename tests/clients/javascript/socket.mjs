// What tests of WebSocket APIs share: an API whose mocks answer, and waiting for what a socket brings.
// Names below localhost are this machine (RFC 6761), which not every resolver knows.
export const lookup = (host, options, done) =>
  (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4));

export const opened = (socket) => new Promise((done, failed) => {
  socket.once('open', () => done(socket));
  socket.once('error', failed);
});

export const next = (socket) => new Promise((done, failed) => {
  socket.once('message', (data) => done(data.toString()));
  socket.once('close', (code, reason) => failed(new Error(`closed with ${code} ${reason}`)));
});

// Route "me" answers the connection's id; every other message comes back.
export async function createEchoApi(client, sdk) {
  const { ApiId } = await client.send(new sdk.CreateApiCommand({
    Name: 'echo', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action',
  }));
  const route = async (RouteKey, request, response) => {
    const { IntegrationId } = await client.send(new sdk.CreateIntegrationCommand({
      ApiId, IntegrationType: 'MOCK', TemplateSelectionExpression: '\\$default', RequestTemplates: { $default: request },
    }));
    await client.send(new sdk.CreateIntegrationResponseCommand({
      ApiId, IntegrationId, IntegrationResponseKey: '$default', TemplateSelectionExpression: '\\$default',
      ResponseTemplates: { $default: response },
    }));
    const { RouteId } = await client.send(new sdk.CreateRouteCommand({
      ApiId, RouteKey, RouteResponseSelectionExpression: '$default', Target: `integrations/${IntegrationId}`,
    }));
    await client.send(new sdk.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }));
  };
  await route(
    '$default', '{"statusCode":200,"said":"$util.base64Encode($input.body)"}',
    "$util.base64Decode($input.path('$.said'))");
  await route('me', '{"statusCode":200}', '{"connectionId":"$context.connectionId"}');
  await client.send(new sdk.CreateStageCommand({ ApiId, StageName: 'dev' }));
  await client.send(new sdk.CreateDeploymentCommand({ ApiId, StageName: 'dev' }));
  return ApiId;
}
