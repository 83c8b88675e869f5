// Makes the compressed forms of what Vite has built, which the server sends instead: the slow, small ones.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const FOLDER = fileURLToPath(new URL('dist/', import.meta.url));
const COMPRESSIBLE = ['.html', '.js', '.css', '.json', '.svg', '.webmanifest'];
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
const GZIP = { level: constants.Z_BEST_COMPRESSION };

async function compress(file) {
  const content = await readFile(file);
  await writeFile(`${file}.gz`, await promisify(gzip)(content, GZIP));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, BROTLI));
}

const files = (await readdir(FOLDER, { recursive: true })).filter((file) => COMPRESSIBLE.includes(extname(file)));

// The index comes last: with it, the page is complete.
const ordered = [...files.filter((file) => file !== 'index.html'), 'index.html'];
for (const file of ordered) await compress(join(FOLDER, file));
