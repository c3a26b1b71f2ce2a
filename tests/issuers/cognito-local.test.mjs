// cognito-local, a stand-in for user pools, before the Cognito authorizer of a REST API (security §6.1).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { Gatehouse, end, listen } from './server.mjs';

const binary = resolve(dirname(fileURLToPath(import.meta.url)), 'node_modules/cognito-local/lib/bin/start.js');

const email = 'ann@example.com'; // what pools of cognito-local call a user

async function freePort() {
  const { server, url } = await listen(() => {});
  await new Promise((done) => server.close(done));
  return Number(new URL(url).port);
}

class Pools {
  static async start() {
    const pools = new Pools();
    pools.folder = await mkdtemp(join(tmpdir(), 'gatehouse-pools-'));
    pools.url = `http://127.0.0.1:${await freePort()}`;
    await mkdir(join(pools.folder, '.cognito'));
    await writeFile(join(pools.folder, '.cognito', 'config.json'), JSON.stringify({ TokenConfig: { IssuerDomain: pools.url } }));
    pools.process = spawn(process.execPath, [binary], {
      cwd: pools.folder, stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, HOST: '127.0.0.1', PORT: new URL(pools.url).port, NO_COLOR: '1' },
    });
    await new Promise((ready, failed) => {
      pools.process.once('exit', (code) => failed(new Error(`cognito-local ended with code ${code}`)));
      pools.process.stdout.on('data', (text) => String(text).includes('running on') && ready());
    });
    return pools;
  }

  async ask(operation, body) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`, 'Content-Type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    assert.equal(response.status, 200, `${operation}: ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  /** A pool with a client and a user; the result gives tokens. */
  async createPool(name) {
    const id = (await this.ask('CreateUserPool', { PoolName: name })).UserPool.Id;
    const client = (await this.ask('CreateUserPoolClient', {
      UserPoolId: id, ClientName: 'web', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    })).UserPoolClient.ClientId;
    await this.ask('AdminCreateUser', {
      UserPoolId: id, Username: email, MessageAction: 'SUPPRESS', UserAttributes: [{ Name: 'email', Value: email }],
    });
    await this.ask('AdminSetUserPassword', {
      UserPoolId: id, Username: email, Password: 'Secret-123', Permanent: true,
    });
    const tokens = async () => (await this.ask('InitiateAuth', {
      ClientId: client, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: email, PASSWORD: 'Secret-123' },
    })).AuthenticationResult;
    return { id, client, tokens, arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}` };
  }

  async stop() {
    await end(this.process);
    await rm(this.folder, { recursive: true, force: true });
  }
}

describe('cognito-local', () => {
  let gate, pools, pool, other, api;

  before(async () => {
    pools = await Pools.start();
    pool = await pools.createPool('pets');
    other = await pools.createPool('others');
    gate = await Gatehouse.start({ userPools: { '*': pools.url } });
    const created = await gate.manage('POST', '/restapis', { name: 'pets' });
    api = created.id;
    const authorizer = await gate.manage('POST', `/restapis/${api}/authorizers`, {
      name: 'pool', type: 'COGNITO_USER_POOLS', providerARNs: [pool.arn], identitySource: 'method.request.header.Authorization',
    });
    for (const [path, authorizationScopes] of [['open', undefined], ['scoped', ['aws.cognito.signin.user.admin']]]) {
      const { id } = await gate.manage('POST', `/restapis/${api}/resources/${created.rootResourceId}`, { pathPart: path });
      const method = `/restapis/${api}/resources/${id}/methods/GET`;
      await gate.manage('PUT', method, {
        authorizationType: 'COGNITO_USER_POOLS', authorizerId: authorizer.id, authorizationScopes,
      });
      await gate.manage('PUT', `${method}/integration`, {
        type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' },
      });
      await gate.manage('PUT', `${method}/responses/200`, {});
      await gate.manage('PUT', `${method}/integration/responses/200`, {
        responseTemplates: { 'application/json': '$context.authorizer.claims.sub $context.authorizer.claims.token_use' },
      });
    }

    await gate.manage('POST', `/restapis/${api}/deployments`, { stageName: 'dev' });
  });

  after(async () => {
    await gate?.stop();
    await pools?.stop();
  });

  test('without scopes an ID token passes and an access token does not', async () => {
    const { IdToken, AccessToken } = await pool.tokens();
    const passed = await gate.call(`${api}/dev/open`, IdToken);
    assert.equal(passed.status, 200, passed.body);
    assert.match(passed.body, /^[0-9a-f-]{36} id$/);
    assert.equal((await gate.call(`${api}/dev/open`, `Bearer ${IdToken}`)).status, 200);
    const refused = await gate.call(`${api}/dev/open`, AccessToken);
    assert.deepEqual([refused.status, refused.body], [401, '{"message":"Unauthorized"}']);
  });

  test('with scopes an access token passes and an ID token does not', async () => {
    const { IdToken, AccessToken } = await pool.tokens();
    const passed = await gate.call(`${api}/dev/scoped`, AccessToken);
    assert.equal(passed.status, 200, passed.body);
    assert.match(passed.body, / access$/);
    assert.equal((await gate.call(`${api}/dev/scoped`, IdToken)).status, 401);
  });

  test('a token of another pool, a changed one and none are refused, though all pools share a key', async () => {
    const foreign = (await other.tokens()).IdToken;
    const [header, payload, signature] = (await pool.tokens()).IdToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    for (const token of [foreign, `${header}.${changed}.${signature}`, undefined]) {
      const refused = await gate.call(`${api}/dev/open`, token);
      assert.deepEqual([refused.status, refused.body], [401, '{"message":"Unauthorized"}']);
    }
  });

  test('TestInvokeAuthorizer shows the claims', async () => {
    const [authorizer] = (await gate.manage('GET', `/restapis/${api}/authorizers`)).item;
    const { IdToken } = await pool.tokens();
    const tested = await gate.manage('POST', `/restapis/${api}/authorizers/${authorizer.id}`, {
      headers: { Authorization: IdToken },
    });
    assert.equal(tested.clientStatus, 0, tested.log);
    assert.equal(tested.claims.email, email);
    assert.match(tested.claims.exp, /^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
  });

  test('keys that are known serve while the pool is down', async () => {
    const { IdToken } = await pool.tokens();
    await end(pools.process);
    assert.equal((await gate.call(`${api}/dev/open`, IdToken)).status, 200);
  });
});
