// The user pools of this server under the clients that apps have: AWS SDK for JavaScript, amazon-cognito-identity-js,
// openid-client; before this server's own authorizers; with oidc-provider as another provider (security §6).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import identity from 'amazon-cognito-identity-js';
import Provider from 'oidc-provider';
import * as openid from 'openid-client';
import { Browser } from './browser.mjs';
import { Gatehouse, listen } from './server.mjs';

const { AuthenticationDetails, CognitoRefreshToken, CognitoUser, CognitoUserAttribute, CognitoUserPool } = identity;
const password = 'Planted-Secret-1';
const back = 'http://localhost/back';
const planted = [password];

let gate, admin;

before(async () => {
  gate = await Gatehouse.start({}, '--verbose');
  admin = new cognito.CognitoIdentityProviderClient({
    endpoint: gate.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

after(async () => {
  await gate?.stop();
});

const ask = (name, input) => admin.send(new cognito[`${name}Command`](input));

/** What the pool sent last, as an operator reads it. */
async function lastMessage(pool) {
  const [command, ...before] = gate.command;
  const { stdout } = await promisify(execFile)(command, [...before, 'logs', `/gatehouse/userpools/${pool}`, '--data', gate.data]);
  return stdout.trim().split('\n').at(-1);
}

async function codeOf(pool) {
  const code = /(\d{6})\D*$/.exec(await lastMessage(pool))[1];
  planted.push(code);
  return code;
}

async function createPool(members = {}, client = {}) {
  const { UserPool } = await ask('CreateUserPool', { PoolName: 'pets', AutoVerifiedAttributes: ['email'], ...members });
  const { UserPoolClient } = await ask('CreateUserPoolClient', { UserPoolId: UserPool.Id, ClientName: 'web', ...client });
  return { id: UserPool.Id, arn: UserPool.Arn, client: UserPoolClient.ClientId, secret: UserPoolClient.ClientSecret };
}

async function addUser(pool, Username, UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }, { Name: 'email_verified', Value: 'true' }]) {
  await ask('AdminCreateUser', { UserPoolId: pool, Username, MessageAction: 'SUPPRESS', UserAttributes });
  await ask('AdminSetUserPassword', { UserPoolId: pool, Username, Password: password, Permanent: true });
}

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

describe('amazon-cognito-identity-js', () => {
  let pool, app;

  const signIn = (user, secret = password, more = {}) => new Promise((done, failed) => user.authenticateUser(
    new AuthenticationDetails({ Username: user.getUsername(), Password: secret }),
    { onSuccess: (session) => done({ session }), onFailure: failed, newPasswordRequired: (attributes) => done({ attributes }), totpRequired: (name) => done({ name }), ...more }));
  const userOf = (Username) => new CognitoUser({ Username, Pool: app });
  const call = (target, name, ...args) => new Promise((done, failed) => target[name](...args, (error, value) => error ? failed(error) : done(value)));

  before(async () => {
    pool = await createPool();
    app = new CognitoUserPool({ UserPoolId: pool.id, ClientId: pool.client, endpoint: gate.endpoint });
  });

  test('a user signs up, confirms, signs in by SRP, refreshes and signs out', async () => {
    const signedUp = await call(app, 'signUp', 'ann', password, [new CognitoUserAttribute({ Name: 'email', Value: 'ann@example.com' })], null);
    assert.equal(signedUp.userConfirmed, false);
    assert.equal(signedUp.codeDeliveryDetails.Destination, 'a***@e***');
    const user = signedUp.user;
    await assert.rejects(signIn(user), { code: 'UserNotConfirmedException' });
    await assert.rejects(call(user, 'confirmRegistration', '000000', true), { code: 'CodeMismatchException' });
    assert.equal(await call(user, 'confirmRegistration', await codeOf(pool.id), true), 'SUCCESS');

    await assert.rejects(signIn(user, 'Wrong-Secret-1'), { code: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    const { session } = await signIn(user);
    assert.ok(session.isValid());
    const id = session.getIdToken().decodePayload();
    assert.deepEqual([id['cognito:username'], id.email, id.email_verified], ['ann', 'ann@example.com', true]);
    planted.push(session.getIdToken().getJwtToken(), session.getRefreshToken().getToken());

    const refreshed = await call(user, 'refreshSession', new CognitoRefreshToken({ RefreshToken: session.getRefreshToken().getToken() }));
    assert.notEqual(refreshed.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
    const attributes = await call(user, 'getUserAttributes');
    assert.ok(attributes.some((one) => one.getName() === 'email_verified' && one.getValue() === 'true'));
    assert.equal(await call(user, 'changePassword', password, 'Planted-Secret-2'), 'SUCCESS');
    await signIn(user, 'Planted-Secret-2');
    await new Promise((done, failed) => user.globalSignOut({ onSuccess: done, onFailure: failed }));
    await assert.rejects(
      ask('GetUser', { AccessToken: session.getAccessToken().getJwtToken() }), { name: 'NotAuthorizedException' });
  });

  test('an invited user chooses a password, and one that was forgotten is replaced by a code', async () => {
    await ask('AdminCreateUser', {
      UserPoolId: pool.id, Username: 'bob', TemporaryPassword: 'Temporary-1',
      UserAttributes: [{ Name: 'email', Value: 'bob@example.com' }, { Name: 'email_verified', Value: 'true' }],
    });
    assert.match(await lastMessage(pool.id), /bob@example\.com.*temporary password is Temporary-1/);
    const user = userOf('bob');
    const { attributes } = await signIn(user, 'Temporary-1');
    assert.equal(attributes.email, 'bob@example.com');
    await new Promise((onSuccess, onFailure) => user.completeNewPasswordChallenge(password, {}, { onSuccess, onFailure }));

    await new Promise((inputVerificationCode, onFailure) => user.forgotPassword({ inputVerificationCode, onFailure, onSuccess: () => {} }));
    const code = await codeOf(pool.id);
    await new Promise((onSuccess, onFailure) => user.confirmPassword(code, 'Planted-Secret-3', { onSuccess, onFailure }));
    assert.ok((await signIn(user, 'Planted-Secret-3')).session.isValid());
  });

  test('a second factor is set up and asked for', async () => {
    await addUser(pool.id, 'cleo');
    await ask('SetUserPoolMfaConfig', { UserPoolId: pool.id, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
    const user = userOf('cleo');
    await signIn(user);
    const seed = await new Promise((associateSecretCode, onFailure) => user.associateSoftwareToken({ associateSecretCode, onFailure }));
    planted.push(seed);
    await assert.rejects(new Promise((onSuccess, onFailure) => user.verifySoftwareToken('000000', 'phone', { onSuccess, onFailure })));
    await new Promise((onSuccess, onFailure) => user.verifySoftwareToken(totp(seed), 'phone', { onSuccess, onFailure }));
    await call(user, 'setUserMfaPreference', null, { Enabled: true, PreferredMfa: true });

    const again = userOf('cleo');
    const { name } = await signIn(again);
    assert.equal(name, 'SOFTWARE_TOKEN_MFA');
    const code = (step) => new Promise((onSuccess, onFailure) => again.sendMFACode(totp(seed, step), { onSuccess, onFailure }, 'SOFTWARE_TOKEN_MFA'));
    await assert.rejects(code(0), { code: 'CodeMismatchException' }); // it counted when it was verified
    assert.ok((await code(1)).isValid());
  });
});

/** RFC 6238 with a base32 seed. */
function totp(seed, ahead = 0) {
  const bits = [...seed].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(counter).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('authorizers of this server', () => {
  test('a REST and an HTTP API trust the pool by its ARN and its issuer, and nothing is fetched', async () => {
    const pool = await createPool({}, { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] });
    const other = await createPool({}, { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
    await addUser(pool.id, 'ann');
    await addUser(other.id, 'ann');
    await ask('CreateGroup', { UserPoolId: pool.id, GroupName: 'keepers' });
    await ask('AdminAddUserToGroup', { UserPoolId: pool.id, Username: 'ann', GroupName: 'keepers' });
    const tokens = async ({ client }) => (await ask('InitiateAuth', {
      ClientId: client, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ann', PASSWORD: password },
    })).AuthenticationResult;

    const rest = await gate.manage('POST', '/restapis', { name: 'pets' });
    const authorizer = await gate.manage('POST', `/restapis/${rest.id}/authorizers`, {
      name: 'pool', type: 'COGNITO_USER_POOLS', providerARNs: [pool.arn], identitySource: 'method.request.header.Authorization',
    });
    const method = `/restapis/${rest.id}/resources/${rest.rootResourceId}/methods/GET`;
    await gate.manage('PUT', method, { authorizationType: 'COGNITO_USER_POOLS', authorizerId: authorizer.id });
    await gate.manage('PUT', `${method}/integration`, { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } });
    await gate.manage('PUT', `${method}/responses/200`, {});
    await gate.manage('PUT', `${method}/integration/responses/200`, {
      responseTemplates: { 'application/json': "$context.authorizer.claims.email $context.authorizer.claims['cognito:groups']" },
    });
    await gate.manage('POST', `/restapis/${rest.id}/deployments`, { stageName: 'dev' });
    const { IdToken, AccessToken } = await tokens(pool);
    assert.deepEqual(await gate.call(`${rest.id}/dev/`, IdToken).then(({ status, body }) => [status, body]), [200, 'ann@example.com keepers']);
    for (const bad of [AccessToken, (await tokens(other)).IdToken, IdToken.slice(0, -4) + 'AAAA', undefined]) {
      assert.equal((await gate.call(`${rest.id}/dev/`, bad)).status, 401);
    }

    const backend = await listen((request, response) => response.end('reached'));
    const { apiId } = await gate.manage('POST', '/v2/apis', { name: 'pets', protocolType: 'HTTP' });
    const { integrationId } = await gate.manage('POST', `/v2/apis/${apiId}/integrations`, {
      integrationType: 'HTTP_PROXY', integrationMethod: 'GET', integrationUri: backend.url, payloadFormatVersion: '1.0',
    });
    const { authorizerId } = await gate.manage('POST', `/v2/apis/${apiId}/authorizers`, {
      name: 'jwt', authorizerType: 'JWT', identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: `https://cognito-idp.us-east-1.amazonaws.com/${pool.id}`, audience: [pool.client] },
    });
    await gate.manage('POST', `/v2/apis/${apiId}/routes`, {
      routeKey: 'GET /pets', target: `integrations/${integrationId}`, authorizationType: 'JWT', authorizerId,
      authorizationScopes: ['aws.cognito.signin.user.admin'],
    });
    await gate.manage('POST', `/v2/apis/${apiId}/stages`, { stageName: 'dev', autoDeploy: true });
    assert.equal((await gate.call(`${apiId}/dev/pets`, AccessToken)).body, 'reached');
    assert.equal((await gate.call(`${apiId}/dev/pets`, IdToken)).status, 403); // it has no scope
    assert.equal((await gate.call(`${apiId}/dev/pets`, (await tokens(other)).AccessToken)).status, 401);
    backend.server.closeAllConnections();
    backend.server.close();

    // A pool that is gone opens nothing.
    await ask('DeleteUserPool', { UserPoolId: pool.id });
    assert.notEqual((await gate.call(`${rest.id}/dev/`, IdToken)).status, 200);
  });
});

describe('openid-client', () => {
  let pool, config;

  /** The issuer's name is Amazon's; where it leads is this server. */
  const local = (url, options) => fetch(String(url).replace(/^https:\/\/cognito-idp\.[^/]+/, gate.endpoint), options);
  const discover = (client, secret) => openid.discovery(
    new URL(`https://cognito-idp.us-east-1.amazonaws.com/${pool.id}`), client, undefined,
    secret === undefined ? openid.None() : openid.ClientSecretBasic(secret),
    { [openid.customFetch]: local, execute: [openid.allowInsecureRequests] });

  before(async () => {
    pool = await createPool({}, {
      AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [back], LogoutURLs: ['http://localhost/bye'], SupportedIdentityProviders: ['COGNITO'],
    });
    await addUser(pool.id, 'ann');
    config = await discover(pool.client);
    config[openid.customFetch] = local;
  });

  async function begin(more = {}) {
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: back, scope: 'openid email', state, nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
    });
    return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
  }

  test('a code with PKCE, by the sign-in page, gives tokens that live on', async () => {
    const browser = new Browser();
    const { url, checks } = await begin();
    const page = await browser.follow(url);
    assert.match(page.text, /<h1>Sign in<\/h1>/);
    assert.match(page.headers.get('content-security-policy'), /default-src 'none';.*frame-ancestors 'none'/);
    const wrong = await browser.submit(page, { username: 'ann', password: 'Wrong-Secret-1' });
    assert.match(wrong.text, /role="alert">Incorrect username or password\./);
    const done = await browser.submit(page, { username: 'ann', password });
    assert.ok(done.location.startsWith(`${back}?code=`), done.text);

    const tokens = await openid.authorizationCodeGrant(config, new URL(done.location), checks);
    assert.equal(tokens.claims().email, 'ann@example.com');
    planted.push(tokens.access_token, tokens.refresh_token);
    await assert.rejects(openid.authorizationCodeGrant(config, new URL(done.location), checks), { error: 'invalid_grant' });
    const info = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.deepEqual([info.email, info.email_verified, info.username], ['ann@example.com', 'true', 'ann']);
    const fresh = await openid.refreshTokenGrant(config, tokens.refresh_token);
    assert.ok(fresh.access_token && !fresh.refresh_token);
    await openid.tokenRevocation(config, tokens.refresh_token);
    await assert.rejects(openid.refreshTokenGrant(config, tokens.refresh_token), { error: 'invalid_grant' });
    await assert.rejects(openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub));

    // The browser is known for an hour; then it signs out.
    const again = await begin();
    const known = await browser.follow(again.url, back);
    assert.ok((await openid.authorizationCodeGrant(config, new URL(known.location), again.checks)).id_token);
    const out = await browser.open(`${gate.endpoint}/logout?client_id=${pool.client}&logout_uri=http%3A%2F%2Flocalhost%2Fbye`);
    assert.equal(out.location, 'http://localhost/bye');
    assert.match((await browser.follow((await begin()).url)).text, /Sign in/);
  });

  test('a wrong verifier, a wrong redirect and a foreign form get nothing', async () => {
    const browser = new Browser();
    const { url, checks } = await begin();
    const done = await browser.submit(await browser.follow(url), { username: 'ann', password });
    await assert.rejects(
      openid.authorizationCodeGrant(config, new URL(done.location), { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }),
      { error: 'invalid_grant' });

    for (const redirect of [`${back}/x`, `${back}?a=b`, 'http://localhost/back#x', 'https://evil.example', `${back}@evil.example`]) {
      const { url: astray } = await begin({ redirect_uri: redirect });
      const page = await new Browser().open(astray);
      assert.deepEqual([page.status, page.location], [400, null]);
      assert.match(page.text, /redirect_mismatch/);
    }

    const { url: plain } = await begin({ code_challenge_method: 'plain' });
    assert.equal(new URL((await new Browser().open(plain)).location).searchParams.get('error'), 'invalid_request');
    const form = await new Browser().follow(url);
    const foreign = await new Browser().submit(form, { username: 'ann', password }); // the cookie is another browser's
    assert.equal(foreign.status, 403);
  });

  test('a service gets tokens for itself, of scopes that it has', async () => {
    await ask('CreateResourceServer', { UserPoolId: pool.id, Identifier: 'pets', Name: 'pets', Scopes: [{ ScopeName: 'read', ScopeDescription: 'r' }, { ScopeName: 'write', ScopeDescription: 'w' }] });
    const { UserPoolClient: service } = await ask('CreateUserPoolClient', {
      UserPoolId: pool.id, ClientName: 'service', GenerateSecret: true, AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['pets/read'],
    });
    planted.push(service.ClientSecret);
    const own = await discover(service.ClientId, service.ClientSecret);
    own[openid.customFetch] = local;
    const tokens = await openid.clientCredentialsGrant(own, { scope: 'pets/read' });
    const claims = claimsOf(tokens.access_token);
    assert.deepEqual([claims.scope, claims.client_id, claims.token_use, tokens.id_token], ['pets/read', service.ClientId, 'access', undefined]);
    await assert.rejects(openid.clientCredentialsGrant(own, { scope: 'pets/write' }), { error: 'invalid_scope' });
    const wrong = await discover(service.ClientId, 'wrong');
    wrong[openid.customFetch] = local;
    await assert.rejects(openid.clientCredentialsGrant(wrong), { error: 'invalid_client' });
  });

  test('a user signs up, confirms and resets a password on the pages', async () => {
    const browser = new Browser();
    const login = await browser.follow((await begin()).url);
    const link = (page, text) => new URL(new RegExp(`href="([^"]*)">${text}`).exec(page.text)[1].replaceAll('&amp;', '&'), page.url);
    const confirm = await browser.submit(await browser.open(link(login, 'Sign up')), { username: 'dora', password, 'attribute:email': 'dora@example.com' });
    assert.match(confirm.text, /on its way to d\*\*\*@e\*\*\*/);
    const confirmed = await browser.submit(confirm, { code: await codeOf(pool.id) });
    assert.match(confirmed.location, /\/login\?/);
    const reset = await browser.submit(await browser.open(link(login, 'Forgot your password\\?')), { username: 'dora' });
    await browser.submit(reset, { code: await codeOf(pool.id), password: 'Planted-Secret-4' });
    const done = await browser.submit(await browser.open(confirmed.location), { username: 'dora', password: 'Planted-Secret-4' });
    assert.ok(done.location.startsWith(`${back}?code=`), done.text);
  });

  test('users come from another provider, whose token is checked', async () => {
    const issuer = await startProvider(`${gate.endpoint}/oauth2/idpresponse`);
    try {
      await ask('CreateIdentityProvider', {
        UserPoolId: pool.id, ProviderName: 'Works', ProviderType: 'OIDC', AttributeMapping: { email: 'email' },
        ProviderDetails: { client_id: 'pool', client_secret: 'planted-provider-secret', oidc_issuer: issuer.url, authorize_scopes: 'openid email', attributes_request_method: 'GET' },
      });
      planted.push('planted-provider-secret');
      await ask('UpdateUserPoolClient', {
        UserPoolId: pool.id, ClientId: pool.client, AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'], CallbackURLs: [back], SupportedIdentityProviders: ['COGNITO', 'Works'],
      });
      const browser = new Browser();
      const { url, checks } = await begin({ identity_provider: 'Works' });
      const done = await browser.follow(url, back);
      assert.ok(done.location?.startsWith(`${back}?code=`), done.location ?? done.text);
      const claims = (await openid.authorizationCodeGrant(config, new URL(done.location), checks)).claims();
      assert.deepEqual([claims['cognito:username'], claims.email, claims.identities[0].providerName], ['Works_eve', 'eve@works.example', 'Works']);
      assert.equal((await ask('AdminGetUser', { UserPoolId: pool.id, Username: 'Works_eve' })).UserStatus, 'EXTERNAL_PROVIDER');

      // An answer that another browser began, and one of a provider that signs with other keys.
      const stolen = await new Browser().open(`${gate.endpoint}/oauth2/idpresponse?code=x&state=y`);
      assert.equal(stolen.status, 400);
      issuer.nonce = 'another';
      const forged = await new Browser().follow((await begin({ identity_provider: 'Works' })).url, back);
      assert.equal(new URL(forged.location).searchParams.get('error'), 'invalid_request');
    } finally {
      await issuer.stop();
    }
  });
});

/** A provider that signs everyone in as eve. */
async function startProvider(redirect) {
  let provider;
  const issuer = {};
  const { server, url } = await listen(async (request, response) => {
    if (request.url.startsWith('/interaction/')) {
      const { params, prompt } = await provider.interactionDetails(request, response);
      if (prompt.name === 'login') {
        return provider.interactionFinished(request, response, { login: { accountId: 'eve' } });
      }

      const grant = new provider.Grant({ accountId: 'eve', clientId: params.client_id });
      grant.addOIDCScope('openid email');
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    }

    if (issuer.nonce !== undefined && request.url.startsWith('/auth?')) {
      request.url = request.url.replace(/nonce=[^&]*/, `nonce=${issuer.nonce}`);
    }

    return provider.callback()(request, response);
  });
  provider = new Provider(url, {
    clients: [{ client_id: 'pool', client_secret: 'planted-provider-secret', redirect_uris: [redirect], token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], email: ['email'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@works.example` }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
  });
  return Object.assign(issuer, { url, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) });
}

describe('browsers and logs', () => {
  test('pages of other origins may call what carries its own proof, and nothing signed', async () => {
    const pre = (headers) => fetch(gate.endpoint, { method: 'OPTIONS', headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': headers } });
    const allowed = await pre('content-type,x-amz-target,x-amz-user-agent');
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('access-control-allow-origin'), '*');
    assert.ok(!allowed.headers.get('access-control-allow-headers').includes('authorization'));
    const called = await fetch(gate.endpoint, {
      method: 'POST', body: '{"ClientId":"none","AuthFlow":"USER_PASSWORD_AUTH"}',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    });
    assert.deepEqual([called.status, called.headers.get('access-control-allow-origin'), called.headers.get('x-amzn-errortype')],
      [400, '*', 'ResourceNotFoundException']);
  });

  test('no secret reached the log of the server', () => {
    assert.ok(gate.logged.length > 0);
    for (const secret of planted) {
      assert.ok(!gate.logged.includes(secret), secret.slice(0, 4));
    }
  });
});
