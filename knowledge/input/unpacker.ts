import { constants, createInflateRaw } from 'node:zlib';

/** What lies below each stream of node:zlib and belongs to no documented interface. */
interface Handle {
  onerror: (message: string, errno: number, code: string) => void;
  init(
    windowBits: number,
    level: number,
    memLevel: number,
    strategy: number,
    left: Uint32Array,
    done: () => void,
    dictionary: undefined,
  ): void;
  write(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
  close(): void;
}

type HandleType = new (mode: number) => Handle;

/** Its functions abort the process when they are called otherwise than its own `lib/zlib.js` does. */
const known = '24.';

let type: { handle: HandleType | undefined } | undefined;

/**
 * zlib in a thread of its own, into buffers of ours: a stream of node:zlib makes one for each megabyte, and the garbage
 * collector takes as long as all the rest.
 */
export class Unpacker {
  /** Of the output and of the input, behind `unpack`. */
  outputLeft = 0;
  inputLeft = 0;
  private readonly handle: Handle;
  private readonly left = new Uint32Array(2);
  private settle: (error?: Error) => void = () => undefined;

  private constructor(Type: HandleType, mode: number) {
    const { Z_DEFAULT_WINDOWBITS, Z_DEFAULT_LEVEL, Z_DEFAULT_MEMLEVEL } = constants;
    this.handle = new Type(mode);
    this.handle.onerror = (message, errno, code) => {
      this.settle(Object.assign(new Error(message), { errno, code }));
    };
    this.handle.init(
      Z_DEFAULT_WINDOWBITS,
      Z_DEFAULT_LEVEL,
      Z_DEFAULT_MEMLEVEL,
      constants.Z_DEFAULT_STRATEGY,
      this.left,
      () => this.settle(),
      undefined,
    );
  }

  /** `undefined` in a Node that may have it otherwise. `mode`: `INFLATERAW` or `GUNZIP` of zlib. */
  static create(mode: number = constants.INFLATERAW): Unpacker | undefined {
    type ??= { handle: handleType() };
    return type.handle && new Unpacker(type.handle, mode);
  }

  /** Both stay as they are meanwhile. Throws zlib's error where the data is bad. */
  async unpack(flush: number, input: Uint8Array, output: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.settle = (error) => (error ? reject(error) : resolve());
      this.handle.write(flush, input, 0, input.length, output, 0, output.length);
    });
    this.outputLeft = this.left[0] ?? 0;
    this.inputLeft = this.left[1] ?? 0;
  }

  close(): void {
    this.handle.close();
  }
}

function handleType(): HandleType | undefined {
  if (!process.versions.node.startsWith(known)) {
    return undefined;
  }
  const stream = createInflateRaw({ chunkSize: constants.Z_MIN_CHUNK });
  const { _handle: handle } = stream as unknown as { _handle?: Partial<Handle> | null };
  const isKnown = typeof handle?.init === 'function' && typeof handle.write === 'function';
  stream.close();
  return isKnown ? (handle.constructor as HandleType) : undefined;
}
