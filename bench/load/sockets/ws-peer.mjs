// A WebSocket echo on Node's ws: what stands beside Gatehouse in bench/load/sockets/run.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { WebSocketServer } = createRequire(new URL('../../../tests/clients/javascript/', import.meta.url))('ws');
const server = createServer((_, answer) => answer.end());
new WebSocketServer({ server, perMessageDeflate: false })
  .on('connection', (socket) => socket.on('message', (data) => socket.send(data, { binary: false })));
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 });
