import { libarchiveWasm } from 'libarchive-wasm';

const chunkSize = 1 << 20;

/** The files of an archive as another reader unpacks them, with its words for what goes wrong. */
export async function unpackElsewhere(bytes: Uint8Array): Promise<[data: Buffer, error: string][]> {
  const library = await libarchiveWasm();
  const memory = library.module;
  const packed = memory._malloc(bytes.length);
  const buffer = memory._malloc(chunkSize);
  memory.HEAPU8.set(bytes, packed);
  const archive = library.read_new();
  library.read_support_format_all(archive);
  library.read_open_memory(archive, packed, bytes.length);
  const files: [Buffer, string][] = [];
  while (library.read_next_entry(archive) !== 0) {
    const parts: Buffer[] = [];
    let problem = '';
    try {
      for (let length = 1; length > 0; ) {
        length = library.read_data(archive, buffer, chunkSize);
        parts.push(Buffer.from(memory.HEAPU8.slice(buffer, buffer + length)));
      }
    } catch (error) {
      problem = String(error);
    }
    files.push([Buffer.concat(parts), problem]);
  }
  library.read_free(archive);
  return files;
}
