// Every operation of apigatewayv2 that serves WebSocket APIs, driven by the unmodified AWS SDK for JavaScript v3: the table
// that the AWS CLI walks too (../websocket-operations.json). Rows use what earlier rows saved.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-apigatewayv2';
import { Server } from './server.mjs';
import { fill, find } from './table.mjs';

const rows = JSON.parse(await readFile(new URL('../websocket-operations.json', import.meta.url), 'utf8'));

// What WebSocket APIs do not have, and what no API of its own has (websocket-api §1.1).
const others = /Portal|Product|VpcLink|RoutingRule|ImportApi|ReimportApi|ExportApi|Cors|ResetAuthorizersCache|Domain/;

describe('Every operation for WebSocket APIs through the SDK', () => {
  let server;
  let client;
  const known = {};

  before(async () => {
    server = await Server.start();
    client = new sdk.ApiGatewayV2Client({
      endpoint: server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });

  after(async () => {
    client.destroy();
    assert.equal(await server.stop(), 0);
  });

  test('The table has a row for every command that serves them', () => {
    const commands = Object.keys(sdk)
      .filter((name) => name.endsWith('Command') && name !== '$Command' && !others.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    const listed = new Set(rows.map((row) => row.operation));
    assert.deepEqual(commands.filter((name) => !listed.has(name)), []);
  });

  for (const row of rows) {
    test(`${row.operation} ${row.input.RouteKey ?? ''}`.trim(), async () => {
      const answer = await client.send(new sdk[`${row.operation}Command`](fill(row.input, known)));
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
