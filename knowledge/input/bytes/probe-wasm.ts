import { type GramTables, type Probe, putTables, type Stop, sizeWith } from './probe.ts';
import { binary } from './probe-binary.ts';

/** As far as it is used here; the types of Node.js leave it to those of browsers. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
}

const { WebAssembly: api } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

interface Exports {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  next(to: number): number;
  learn(lineStart: number): void;
  plain(lineStart: number): number;
}

const page = 65_536;
const stops: readonly Stop[] = ['end', 'mark'];
let compiled: object | undefined;

/** The probe in WebAssembly, with a memory of its own. */
export function createProbe(tables: GramTables): Probe {
  compiled ??= new api.Module(Buffer.from(binary, 'base64'));
  const exports = new api.Instance(compiled).exports as Exports;
  const missing = sizeWith(tables) - exports.memory.buffer.byteLength;
  exports.memory.grow(Math.max(0, Math.ceil(missing / page)));
  const memory = new Uint8Array(exports.memory.buffer);
  putTables(memory, tables);
  return {
    memory,
    state: new Int32Array(exports.memory.buffer, 0, 16),
    next: (to) => stops[exports.next(to)] ?? 'seek',
    learn: exports.learn,
    isPlain: (lineStart) => exports.plain(lineStart) === 1,
  };
}
