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
  const parts = Array.from(text, (one) =>
    one < '\x80' ? [one.charCodeAt(0)] : (twoBytes().get(one) ?? fourBytes().get(one)),
  );
  return parts.every((part) => part !== undefined) ? Uint8Array.from(parts.flat()) : undefined;
}

const lineFeed = 10;

type Codes = Map<string, readonly number[]>;

let two: Codes | undefined;
let four: Codes | undefined;

/** https://encoding.spec.whatwg.org/#gb18030-decoder: a lead of 0x81 to 0xFE and a trail of 0x40 to 0xFE. */
function twoBytes(): Codes {
  two ??= codesOf(
    range(0x81, 0xfe).flatMap((lead) => range(0x40, 0xfe).map((trail) => [lead, trail])),
  );
  return two;
}

/** Of the basic plane; what lies beyond it stands in no literal. */
function fourBytes(): Codes {
  four ??= codesOf(
    range(0x81, 0x84).flatMap((first) =>
      range(0x30, 0x39).flatMap((second) =>
        range(0x81, 0xfe).flatMap((third) =>
          range(0x30, 0x39).map((fourth) => [first, second, third, fourth]),
        ),
      ),
    ),
  );
  return four;
}

/** In one go, a line for each: asked one by one, the decoder takes a hundred times as long. */
function codesOf(all: readonly (readonly number[])[]): Codes {
  const texts = new TextDecoder('gb18030')
    .decode(Uint8Array.from(all.flatMap((bytes) => [...bytes, lineFeed])))
    .split('\n');
  const codes: Codes = new Map();
  texts.forEach((text, index) => {
    const bytes = all[index];
    if (bytes && Array.from(text).length === 1 && text !== '\ufffd' && !codes.has(text)) {
      codes.set(text, bytes);
    }
  });
  return codes;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
