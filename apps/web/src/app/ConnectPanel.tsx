import { CodeBlock } from '../ui/CodeBlock';
import './connect.css';

const PROTO = `syntax = "proto3";
package chat;
service ChatService {
  rpc JoinChat(stream ChatMessage) returns (stream ChatMessage);
}
message ChatMessage {
  string user_id = 1;
  string text = 2;
  int64 timestamp = 3;
}`;

/** The room of those who do not name one. */
const DEFAULT_ROOM = 'lobby';

/** Shows how other programs come into the same room. */
export function ConnectPanel({ room }: { readonly room: string }) {
  const isDefault = room === DEFAULT_ROOM;
  const server = `http://${location.hostname || 'localhost'}:50051`;
  return (
    <ol className="connect">
      <li>
        <p>
          <a href={location.href} target="_blank" rel="noopener">
            Open a second tab
          </a>
          . Messages appear in both immediately. To join under another name, use a private window.
        </p>
      </li>
      <li>
        <p>Join from a terminal:</p>
        <CodeBlock label="command" code={`parley chat ${isDefault ? '' : `--room '${room}' `}--user bob --server ${server}`} />
      </li>
      <li>
        <p>
          Write a client in any language with gRPC. This is the whole contract
          {isDefault ? '' : '; send the room’s name as metadata, '}
          {!isDefault && <code>parley-room: {room}</code>}:
        </p>
        <CodeBlock label="contract" code={PROTO} />
      </li>
    </ol>
  );
}
