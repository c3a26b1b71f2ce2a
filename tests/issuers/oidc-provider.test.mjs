// oidc-provider, a certified issuer, before the JWT authorizer of an HTTP API (http-api §13.2).
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import Provider from 'oidc-provider';
import { Gatehouse, listen } from './server.mjs';

const audience = 'urn:pets';

/** An issuer with one RSA key and a client that gets tokens for itself. */
async function startIssuer(kid) {
  let provider;
  const { server, url } = await listen((request, response) => provider.callback()(request, response));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  provider = new Provider(url, {
    clients: [{
      client_id: 'service', client_secret: 'secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [],
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
    scopes: ['read', 'write'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => ({
          scope: 'read write', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  const token = async (scope, resource = audience) => {
    const response = await fetch(`${url}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from('service:secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
    });
    const body = await response.json();
    assert.equal(response.status, 200, JSON.stringify(body));
    return body.access_token;
  };
  return {
    url, token,
    stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}

describe('oidc-provider', () => {
  let gate, issuer, other, backend, api;

  before(async () => {
    issuer = await startIssuer('one');
    other = await startIssuer('one'); // the same kid on purpose
    backend = await listen((request, response) => response.end(request.headers.authorization ?? 'nobody'));
    gate = await Gatehouse.start({});
    api = (await gate.manage('POST', '/v2/apis', { name: 'pets', protocolType: 'HTTP' })).apiId;
    const { integrationId } = await gate.manage('POST', `/v2/apis/${api}/integrations`, {
      integrationType: 'HTTP_PROXY', integrationMethod: 'GET', integrationUri: backend.url, payloadFormatVersion: '1.0',
    });
    const { authorizerId } = await gate.manage('POST', `/v2/apis/${api}/authorizers`, {
      name: 'jwt', authorizerType: 'JWT', identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: issuer.url, audience: [audience] },
    });
    for (const [routeKey, authorizationScopes] of [['GET /any', undefined], ['GET /write', ['write']]]) {
      await gate.manage('POST', `/v2/apis/${api}/routes`, {
        routeKey, target: `integrations/${integrationId}`, authorizationType: 'JWT', authorizerId, authorizationScopes,
      });
    }

    await gate.manage('POST', `/v2/apis/${api}/stages`, { stageName: 'dev', autoDeploy: true });
  });

  after(async () => {
    await gate?.stop();
    await issuer?.stop();
    await other?.stop();
    backend?.server.close();
  });

  test('a token passes with and without its scheme and reaches the backend as it came', async () => {
    const token = await issuer.token('read');
    assert.deepEqual(await gate.call(`${api}/dev/any`, token), { status: 200, body: token, challenge: null });
    assert.equal((await gate.call(`${api}/dev/any`, `Bearer ${token}`)).body, `Bearer ${token}`);
  });

  test('a scope that the route asks for must be granted', async () => {
    assert.equal((await gate.call(`${api}/dev/write`, await issuer.token('read write'))).status, 200);
    const refused = await gate.call(`${api}/dev/write`, await issuer.token('read'));
    assert.equal(refused.status, 403);
    assert.equal(refused.body, '{"message":"Forbidden"}');
    assert.match(refused.challenge, /^Bearer scope="write" error="insufficient_scope"/);
  });

  test('another audience, another issuer with the same kid, a changed token and none at all are refused', async () => {
    const [header, payload, signature] = (await issuer.token('read')).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    const cases = [
      [await issuer.token('read', 'urn:other'), /the token does not have a valid audience/],
      [await other.token('read'), /the token does not have a valid issuer/],
      [`${header}.${changed}.${signature}`, /verification error/],
      [`${Buffer.from('{"alg":"none","kid":"one"}').toString('base64url')}.${payload}.`, /signing method none is invalid/],
      [undefined, /^Bearer$/],
    ];
    for (const [token, challenge] of cases) {
      const answer = await gate.call(`${api}/dev/any`, token);
      assert.equal(answer.status, 401);
      assert.equal(answer.body, '{"message":"Unauthorized"}');
      assert.match(answer.challenge, challenge);
    }
  });

  test('an authorizer whose issuer does not answer is not created', async () => {
    await assert.rejects(gate.manage('POST', `/v2/apis/${api}/authorizers`, {
      name: 'nobody', authorizerType: 'JWT', identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: `${issuer.url}/nowhere`, audience: [audience] },
    }), /400/);
  });

  test('keys that are known serve while the issuer is down', async () => {
    const fresh = await issuer.token('read write');
    await issuer.stop();
    assert.equal((await gate.call(`${api}/dev/write`, fresh)).status, 200);
  });
});
