import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { build } from 'vite';
import type { Rolldown } from 'vite';

const MAX_BYTES = 25 * 1_024;

test('the client is small beside protobuf', async () => {
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: { entry: 'src/index.ts', formats: ['es'] },
      rolldownOptions: { external: [/^@bufbuild\/protobuf/] },
    },
  })) as Rolldown.RolldownOutput[];
  const code = result.flatMap(({ output }) => output.map((file) => (file.type === 'chunk' ? file.code : ''))).join('');
  expect(gzipSync(code).length).toBeLessThan(MAX_BYTES);
  expect(code.length).toBeGreaterThan(10_000);
});
