// POST @connections without an SDK: one signed request (Signature Version 4), so that the sample needs no packages.
// With the AWS SDK this is ApiGatewayManagementApiClient and PostToConnectionCommand.
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** Whether the connection still exists. */
export async function postTo({ domainName, stage }, connectionId, message) {
  const body = JSON.stringify(message);
  // Gatehouse serves every API at its own address; the domain name of the event says which API is meant.
  const server = new URL(process.env.AWS_ENDPOINT_URL ?? `http://${domainName}`);
  const path = `/${stage}/@connections/${encodeURIComponent(connectionId)}`;
  const headers = sign({ host: domainName, path, body });
  const status = await new Promise((resolve, reject) => {
    const call = request(
      { host: server.hostname, port: server.port, method: 'POST', path, headers },
      (answer) => { answer.resume().on('end', () => resolve(answer.statusCode)); });
    call.on('error', reject);
    call.end(body);
  });
  if (status === 200 || status === 410) {
    return status === 200;
  }
  throw new Error(`@connections answered ${status}`);
}

function sign({ host, path, body }) {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token, AWS_REGION: region } = process.env;
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${now.slice(0, 8)}/${region}/execute-api/aws4_request`;
  const signed = { host, 'x-amz-date': now, ...(token ? { 'x-amz-security-token': token } : {}) };
  const names = Object.keys(signed).join(';');
  const canonical = [
    'POST', path.split('/').map(encodeURIComponent).join('/'), '',
    ...Object.entries(signed).map(([name, value]) => `${name}:${value}`), '', names, sha256(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', now, scope, sha256(canonical)].join('\n');
  const key = ['aws4_request', 'execute-api', region, now.slice(0, 8)]
    .reduceRight((previous, part) => hmac(previous, part), `AWS4${secret}`);
  const signature = createHmac('sha256', key).update(text).digest('hex');
  return {
    ...signed,
    'content-length': Buffer.byteLength(body),
    authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
