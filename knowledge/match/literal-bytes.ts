import { TextDecoder } from 'node:util';

/** Every form in which the text can stand in the bytes of a log that is no UTF-16. */
export function bytesOf(text: string): Uint8Array[] {
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.length === text.length) {
    return [utf8];
  }
  const forms: (Uint8Array | undefined)[] = [utf8, chineseBytes(text)];
  if (latin.test(text)) {
    forms.push(Buffer.from(text, 'latin1'));
  }
  return forms.filter((form) => form !== undefined);
}

const latin = /^[\0-\xff]*$/u;

function chineseBytes(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const one of text) {
    const code = one < '\x80' ? one.charCodeAt(0) : (twoBytes().get(one) ?? fourBytes().get(one));
    if (code === undefined) {
      return undefined;
    }
    for (let shift = code > 0xffff ? 24 : code > 0xff ? 8 : 0; shift >= 0; shift -= 8) {
      bytes.push((code >>> shift) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

const lineFeed = 10;

/** The bytes of each character as one number, the first the highest. */
type Codes = Map<string, number>;

let two: Codes | undefined;
let four: Codes | undefined;

/** https://encoding.spec.whatwg.org/#gb18030-decoder: a lead of 0x81 to 0xFE and a trail of 0x40 to 0xFE. */
function twoBytes(): Codes {
  two ??= codesOf([
    [0x81, 0xfe],
    [0x40, 0xfe],
  ]);
  return two;
}

/** Of the basic plane; what lies beyond it stands in no literal. */
function fourBytes(): Codes {
  four ??= codesOf([
    [0x81, 0x84],
    [0x30, 0x39],
    [0x81, 0xfe],
    [0x30, 0x39],
  ]);
  return four;
}

/** In one go, a line for each: asked one by one, the decoder takes a hundred times as long. */
function codesOf(ranges: readonly (readonly [number, number])[]): Codes {
  let all = [0];
  for (const [from, to] of ranges) {
    const steps = Array.from({ length: to - from + 1 }, (_, step) => from + step);
    all = all.flatMap((code) => steps.map((byte) => code * 256 + byte));
  }
  const width = ranges.length + 1;
  const bytes = Buffer.alloc(all.length * width, lineFeed);
  for (const [index, code] of all.entries()) {
    bytes.writeUIntBE(code, index * width, ranges.length);
  }
  const codes: Codes = new Map();
  for (const [index, text] of new TextDecoder('gb18030').decode(bytes).split('\n').entries()) {
    const code = all[index];
    if (code !== undefined && oneCharacter.test(text) && !codes.has(text)) {
      codes.set(text, code);
    }
  }
  return codes;
}

const oneCharacter = /^[^\ufffd]$/su;
