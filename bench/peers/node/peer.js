// A chat over WebSockets as the documentation of ws writes it: a text frame in is `user<TAB>text`, a
// frame out has `<TAB>unixSeconds` behind it. The path names the room.
'use strict';

const { parseArgs } = require('node:util');
const { WebSocket, WebSocketServer } = require('ws');

// A client that has this many bytes waiting is cut off: ws itself would buffer without end.
const MOST_BUFFERED = 16 * 1024 * 1024;

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
    if (client.bufferedAmount > MOST_BUFFERED) {
      client.terminate();
    } else if (client.readyState === WebSocket.OPEN) {
      client.send(message, { binary: false });
    }
  }
}
