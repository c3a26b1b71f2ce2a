// Starts the built server and what stands around it, each on a port that the system picks, and stops it by its process id.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The first line of a process that holds an address. */
export function addressOf(child) {
  return new Promise((found, failed) => {
    child.once('exit', (code) => failed(new Error(`the process ended with code ${code} before it was ready`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /(http:\/\/\S+:\d+)/.exec(line);
      if (ready) {
        found(ready[1]);
      }
    });
  });
}

export async function end(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await exited;
  }
}

/** An HTTP server of the test's on 127.0.0.1. */
export async function listen(handler) {
  const server = createServer(handler);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

export class Gatehouse {
  /**
   * @param services what services.json says.
   * @param more further arguments; with them what the server logs is kept in `logged`.
   */
  static async start(services, ...more) {
    const gate = new Gatehouse();
    gate.data = await mkdtemp(join(tmpdir(), 'gatehouse-issuers-'));
    await writeFile(join(gate.data, 'services.json'), JSON.stringify(services));
    const [command, ...before] = (process.env.GATEHOUSE_COMMAND ?? join(root, 'gatehouse')).split(' ');
    gate.command = [command, ...before];
    gate.process = spawn(command, [...before, 'serve', '--port', '0', '--data', gate.data, ...more], {
      stdio: ['ignore', 'pipe', more.length > 0 ? 'pipe' : 'inherit'],
    });
    gate.logged = '';
    gate.process.stderr?.on('data', (text) => (gate.logged += text));
    gate.endpoint = await addressOf(gate.process);
    return gate;
  }

  async manage(method, path, body) {
    const response = await fetch(this.endpoint + path, {
      method,
      headers: {
        Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0',
        'X-Amz-Date': '20260101T000000Z',
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }

    return text === '' ? undefined : JSON.parse(text);
  }

  async call(path, token) {
    const response = await fetch(`${this.endpoint}/_aws/execute-api/${path}`, {
      headers: token === undefined ? {} : { Authorization: token },
    });
    return {
      status: response.status, body: await response.text(), challenge: response.headers.get('www-authenticate'),
    };
  }

  async stop() {
    await end(this.process);
    await rm(this.data, { recursive: true, force: true });
  }
}
