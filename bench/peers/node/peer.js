// A chat over WebSockets as in the documentation of ws: the client sends text frames `user<TAB>text`, and
// the server adds `<TAB>unixSeconds`. The path names the room.
'use strict';

const { parseArgs } = require('node:util');
const { WebSocket, WebSocketServer } = require('ws');

// A client with more bytes waiting is disconnected: ws itself would buffer without limit.
const MAX_BUFFERED = 16 * 1024 * 1024;

const { values } = parseArgs({ options: { port: { type: 'string', default: '50053' } } });
const rooms = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(values.port) });

server.on('connection', (client, request) => {
  const name = request.url.slice(1) || 'lobby';
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(client));

  client.on('error', () => client.terminate());
  client.on('message', (data) => broadcast(room, data));
  client.on('close', () => {
    room.delete(client);
    if (room.size === 0) rooms.delete(name);
  });
});

server.on('listening', () => console.log(`listening on 127.0.0.1:${server.address().port}`));

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

function broadcast(room, data) {
  const message = Buffer.from(`${data}\t${Math.floor(Date.now() / 1000)}`);
  for (const client of room) {
    if (client.bufferedAmount > MAX_BUFFERED) {
      client.terminate();
    } else if (client.readyState === WebSocket.OPEN) {
      client.send(message, { binary: false });
    }
  }
}
