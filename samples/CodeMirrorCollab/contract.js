import { fileURLToPath } from 'node:url';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const definition = loadSync('parley/v1/room_service.proto', {
  includeDirs: [fileURLToPath(new URL('../../proto', import.meta.url))],
  defaults: true,
  enums: String,
  longs: Number,
  oneofs: true,
});

const { RoomService } = loadPackageDefinition(definition).parley.v1;

// A connection of its own for each client. Sessions retry and make their own pauses, so gRPC does not retry and pauses little.
const OPTIONS = {
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1_000,
};

/**
 * A client of the room contract.
 * @param {string} server HOST:PORT
 */
export const openClient = (server) => new RoomService(server, credentials.createInsecure(), OPTIONS);
