// Every operation of apigateway (v1), driven by the unmodified AWS SDK for JavaScript v3: the table that the AWS CLI walks
// too (../rest-operations.json). Groups stand for themselves; within one, rows use what earlier rows saved. An operation
// of the SDK that the table lacks fails the test.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { Server } from './server.mjs';
import { fill, find } from './table.mjs';

const rows = JSON.parse(await readFile(new URL('../rest-operations.json', import.meta.url), 'utf8'));
const blobs = new Set(['ImportRestApi', 'PutRestApi', 'ImportApiKeys', 'ImportDocumentationParts']);

describe('Every operation of apigateway by the AWS SDK for JavaScript v3', () => {
  let server;
  let client;

  before(async () => {
    server = await Server.start();
    client = new sdk.APIGatewayClient({
      endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test('The table has a row for every command of the SDK', () => {
    const commands = Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name) && !name.startsWith('$'))
      .map((name) => name.replace(/Command$/, ''));
    const listed = new Set(rows.map((row) => row.operation));
    assert.ok(commands.length >= 124);
    assert.deepEqual(commands.filter((name) => !listed.has(name)), []);
  });

  for (const group of new Set(rows.map((row) => row.group))) {
    test(`The operations of "${group}" in order`, async (t) => {
      const known = { today: new Date().toISOString().slice(0, 10) };
      for (const row of rows.filter((one) => one.group === group)) {
        await t.test(row.operation, async () => {
          const input = fill(row.input, known);
          if (blobs.has(row.operation)) {
            input.body = new TextEncoder().encode(input.body);
          }
          const answer = await client.send(new sdk[`${row.operation}Command`](input));
          for (const [name, path] of Object.entries(row.save ?? {})) {
            known[name] = find(answer, path);
            assert.ok(known[name], `${path} of ${JSON.stringify(answer)}`);
          }
          for (const [path, expected] of Object.entries(fill(row.expect ?? {}, known))) {
            const found = find(answer, path);
            if (expected === '*') {
              assert.ok(found !== undefined && found !== '', `${path} of ${JSON.stringify(answer)}`);
            } else {
              assert.deepEqual(found, expected, `${path} of ${JSON.stringify(answer)}`);
            }
          }
        });
      }
    });
  }
});
