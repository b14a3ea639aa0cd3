import { constants, createInflateRaw, type InflateRaw } from 'node:zlib';

/** What lies below each stream of node:zlib and belongs to no documented interface; pngjs and minizlib use it too. */
interface Handle {
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
}

interface Parts {
  _handle?: Partial<Handle> | null;
  /** How much of the output and of the input is left. */
  _writeState?: Uint32Array;
}

/**
 * Unpacks many small streams with one and the same zlib, without a stream of Node, a buffer and a turn for each:
 * half of the time goes into these.
 */
export class RawInflater {
  private readonly stream: InflateRaw;
  private readonly handle: Handle;
  private readonly state: Uint32Array;

  private constructor(stream: InflateRaw, handle: Handle, state: Uint32Array) {
    this.stream = stream;
    this.handle = handle;
    this.state = state;
  }

  /** `undefined` in a Node that has it otherwise. */
  static create(): RawInflater | undefined {
    const stream = createInflateRaw({ chunkSize: constants.Z_MIN_CHUNK });
    stream.on('error', () => undefined);
    const { _handle: handle, _writeState: state } = stream as unknown as Parts;
    if (handle && isHandle(handle) && state instanceof Uint32Array && state.length === 2) {
      return new RawInflater(stream, handle, state);
    }
    stream.close();
    return undefined;
  }

  /** How many bytes it put there; `undefined` for bad data, behind which it is of no use any more. */
  unpack(
    input: Uint8Array,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
  ): number | undefined {
    const room = output.length - outputAt;
    this.handle.reset();
    this.handle.writeSync(constants.Z_FINISH, input, 0, inputLength, output, outputAt, room);
    const [left = 0] = this.state;
    return this.stream.destroyed ? undefined : room - left;
  }

  close(): void {
    this.stream.close();
  }
}

function isHandle(handle: Partial<Handle>): handle is Handle {
  return typeof handle.reset === 'function' && typeof handle.writeSync === 'function';
}
