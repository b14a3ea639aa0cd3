import { readFile, writeFile } from 'node:fs/promises';
import wabt from 'wabt';

/** `node_modules/.bin/node knowledge/input/bytes/build.ts`: makes `probe-binary.ts` of `probe.wat`. */
const source = new URL('./probe.wat', import.meta.url);
const target = new URL('./probe-binary.ts', import.meta.url);

export async function assemble(): Promise<string> {
  const { parseWat } = await wabt();
  const features = { simd: true, bulk_memory: true };
  const module = parseWat('probe.wat', await readFile(source, 'utf8'), features);
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (import.meta.main) {
  const lines = (await assemble()).match(/.{1,90}/gu) ?? [];
  const text = lines.map((line) => `  '${line}',`).join('\n');
  await writeFile(
    target,
    `/** Made of \`probe.wat\` by \`build.ts\`; base64. */\nexport const binary = [\n${text}\n].join('');\n`,
  );
}
