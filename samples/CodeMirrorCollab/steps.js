import { ChangeSet } from '@codemirror/state';

const MAX_CONTENT_BYTES = 61_440;
const HEADER_BYTES = 4; // a field number and a length below 2 MiB

/**
 * A batch of as many of the first updates as fit into one post; none if the first is too large. Each update is one step.
 * @param {readonly import('@codemirror/collab').Update[]} updates
 */
export function encodeBatch(updates) {
  const steps = [];
  let size = HEADER_BYTES;
  for (const { clientID, changes } of updates) {
    const step = Buffer.from(JSON.stringify({ clientID, changes: changes.toJSON() }));
    size += HEADER_BYTES + step.length;
    if (size > MAX_CONTENT_BYTES) break;
    steps.push(step);
  }

  return { steps };
}

/**
 * The updates of a batch.
 * @param {{ steps: Uint8Array[] }} batch
 */
export function decodeBatch({ steps }) {
  return steps.map((step) => {
    const { clientID, changes } = JSON.parse(Buffer.from(step).toString());
    return { clientID, changes: ChangeSet.fromJSON(changes) };
  });
}
