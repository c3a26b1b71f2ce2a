// Starts the built server on a port that the system picks, with a data folder of its own, and stops it by its process id.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export class Server {
  static async start() {
    const server = new Server();
    server.data = await mkdtemp(join(tmpdir(), 'gatehouse-js-'));
    await server.boot();
    return server;
  }

  // Serves a project, and waits until it has been deployed.
  static async run(path) {
    const server = new Server();
    server.data = await mkdtemp(join(tmpdir(), 'gatehouse-js-'));
    await server.boot('run', join(root, path));
    return server;
  }

  async boot(verb = 'serve', ...more) {
    this.process = spawn(process.env.GATEHOUSE ?? join(root, 'gatehouse'), [verb, ...more, '--port', '0', '--data', this.data], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: root,
    });
    this.exited = new Promise((done) => this.process.once('exit', done));
    const lines = createInterface({ input: this.process.stdout });
    this.endpoint = await new Promise((found, failed) => {
      this.exited.then((code) => failed(new Error(`the server ended with code ${code} before it was ready`)));
      let endpoint;
      lines.on('line', (line) => {
        endpoint ??= /(http:\/\/\S+:\d+)/.exec(line)?.[1];
        if (endpoint && (verb !== 'run' || line.includes('watching'))) {
          found(endpoint);
        }
      });
    });
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  async stop() {
    this.process.kill('SIGTERM');
    const code = await this.exited;
    await rm(this.data, { recursive: true, force: true });
    return code;
  }
}
