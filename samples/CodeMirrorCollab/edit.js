import { createHash, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Editor } from './editor.js';
import { Random } from './random.js';
import { Relay } from './relay.js';
import { type } from './typist.js';

const OPTIONS = {
  server: { type: 'string', default: 'localhost:50051' },
  room: { type: 'string' },
  clients: { type: 'string', default: '8' },
  edits: { type: 'string', default: '2000' },
  cut: { type: 'boolean', default: false },
  seed: { type: 'string', default: `${randomInt(2 ** 32)}` },
  timeout: { type: 'string', default: '120' },
};

function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    for (const name of ['clients', 'edits', 'seed', 'timeout']) {
      if (!/^\d+$/.test(values[name])) throw new Error(`--${name} must be a number`);
      values[name] = Number(values[name]);
    }

    if (!values.room) throw new Error('--room is missing');
    return { ...values, server: values.server.replace(/^http:\/\//, '') };
  } catch (error) {
    console.error(`edit.js: ${error.message}`);
    process.exit(2);
  }
}

async function openEditors({ server, room, clients, cut, seed }) {
  const relays = [];
  const editors = [];
  for (let i = 1; i <= clients; i++) {
    let address = server;
    if (cut) {
      const relay = new Relay(server, new Random(seed - i));
      relays.push(relay);
      address = await relay.listen();
    }

    editors.push(new Editor({ server: address, user: `editor-${i}`, room }));
  }

  return { editors, relays };
}

async function editAll(editors, { edits, seed }) {
  const typing = editors.map((editor, i) => type(editor, edits, new Random(seed + i)));
  await Promise.all(typing);
  await Promise.all(editors.map((editor) => editor.until(() => editor.unconfirmed === 0)));
  const head = Math.max(...editors.map((editor) => editor.sequence));
  await Promise.all(editors.map((editor) => editor.until(() => editor.sequence >= head)));
}

function requireSameText(editors) {
  const texts = editors.map((editor) => editor.text.toString());
  const other = texts.findIndex((text) => text !== texts[0]);
  if (other < 0) return texts[0];
  let at = 0;
  while (texts[other][at] === texts[0][at]) at++;
  throw new Error(`the texts of editor-1 and editor-${other + 1} differ at ${at}\n${describe(editors)}`);
}

function describe(editors) {
  const lines = editors.map(
    ({ sequence, version, unconfirmed, text }, i) =>
      `editor-${i + 1}: sequence ${sequence}, version ${version}, ${unconfirmed} unconfirmed, length ${text.length}`,
  );
  return lines.join('\n');
}

function deadline(seconds, editors) {
  let timer;
  const passed = new Promise((_, reject) => {
    const fail = () => reject(new Error(`not done after ${seconds} s\n${describe(editors)}`));
    timer = setTimeout(fail, seconds * 1_000);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

const sum = (editors, count) => editors.reduce((total, editor) => total + editor[count], 0);

const options = readOptions();
try {
  const { editors, relays } = await openEditors(options);
  const { passed, cancel } = deadline(options.timeout, editors);
  await Promise.race([editAll(editors, options), passed]);
  cancel();
  const text = requireSameText(editors);
  const result = {
    clients: options.clients,
    edits: options.clients * options.edits,
    events: sum(editors, 'batches'),
    reconnects: sum(editors, 'reconnects'),
    conflicts: sum(editors, 'conflicts'),
    length: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  };
  console.log(JSON.stringify(result));
  for (const item of [...editors, ...relays]) item.close();
} catch (error) {
  console.error(`edit.js: seed ${options.seed}: ${error.message}`);
  process.exit(1);
}
