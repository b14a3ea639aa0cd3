import { type GramTables, type Probe, putTables, type Stop } from './probe.ts';
import { binary } from './probe-binary.ts';

/** As far as it is used here; the types of Node.js leave it to those of browsers. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
}

const { WebAssembly: api } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

interface Exports {
  memory: { buffer: ArrayBuffer };
  next(to: number): number;
  learn(lineStart: number, lineEnd: number): void;
  plain(lineStart: number): number;
  moved(): void;
}

const stops: readonly Stop[] = ['end', 'gram', 'joint'];
let compiled: object | undefined;

/** The probe in WebAssembly, with a memory of its own. */
export function createProbe(tables: GramTables): Probe {
  compiled ??= new api.Module(Buffer.from(binary, 'base64'));
  const exports = new api.Instance(compiled).exports as Exports;
  const memory = new Uint8Array(exports.memory.buffer);
  putTables(memory, tables);
  return {
    memory,
    state: new Int32Array(exports.memory.buffer, 0, 16),
    next: (to) => stops[exports.next(to)] ?? 'end',
    learn: exports.learn,
    isPlain: (lineStart) => exports.plain(lineStart) === 1,
    moved: exports.moved,
  };
}
