// node javascript.cjs SDK-FOLDER KEY SIGNED-ENDPOINT
const { join } = require('node:path');

const [folder, apiKey, signedEndpoint] = process.argv.slice(2);
const apigClientFactory = require(join(folder, 'apiGateway-js-sdk', 'apigClient.js'));

async function caught(call) {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

(async () => {
  const client = apigClientFactory.newClient({ apiKey });
  const open = apigClientFactory.newClient();
  const signing = apigClientFactory.newClient({
    endpoint: signedEndpoint, accessKey: 'AKID', secretKey: 'SECRET', sessionToken: 'TOKEN',
  });
  const found = {};

  const query = (await client.rootGet({ a: '1', b: '2', op: '+ &=ü/*\'' })).data;
  found.query = [query.output.c, query.input.op, query.history[0].who, query.tags.k];
  found.body = (await client.rootPost({}, { a: 1.5, b: 2, op: 'add' })).data.input.a;
  const path = (await client.aBOpGet({ a: 'x y', b: 'ü+ö', op: '50%', 'X-Trace': 't1' })).data;
  found.path = [path.tags.path, path.tags.trace];
  const list = (await client.historyGet()).data;
  found.list = [list.length, list[0].output.c];
  found.keyless = (await caught(() => open.historyGet())).response.status;
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  await client.filesProxyPut({ proxy: 'a/b c.bin' }, bytes, { headers: { 'Content-Type': 'application/octet-stream' } });
  const file = await client.filesProxyGet({ proxy: 'a/b c.bin', Accept: 'image/png' }, undefined, { responseType: 'arraybuffer' });
  found.binary = Buffer.from(file.data).equals(Buffer.from(bytes));
  const error = (await caught(() => client.failGet())).response;
  found.error = [error.status, error.data.message];
  found.timeout = (await caught(() => client.slowGet({}, undefined, { timeout: 200 }))) !== undefined;
  found.dots = (await caught(async () => client.aBOpGet({ a: '..', b: 'x', op: 'y' }))).message.includes('path parameter a');
  found.signed = (await signing.secureGet({ q: 'b a/ü' })).data.verified;
  found.signedBody = (await signing.securePost({}, { a: 1, b: 2, op: 'add' })).data.verified;

  // What only this client has (rest-control-plane §5.3).
  found.missing = (await caught(async () => client.rootGet({ a: '1' }))).message;
  found.invoked = (await client.invokeApi({ proxy: 'any' }, '/files/{proxy+}', 'post', { queryParams: { x: '1' } }, { b: 1 })).data;
  found.alias = client.listHistory === client.historyGet;
  console.log(JSON.stringify(found));
})();
