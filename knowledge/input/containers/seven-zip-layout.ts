import { BadHeader, type HeaderFields } from './seven-zip-fields.ts';

export interface Coder {
  /** In hexadecimal. */
  id: string;
  properties: Buffer;
}

const mostCoders = 32;
const longestProperties = 1024;

export interface Layout {
  coders: Coder[];
  /** Of these, as they unpack. */
  order: number[];
  packedStreams: number;
  outputs: number;
  /** The output that no other coder takes. */
  last: number;
}

/** What unpacks a folder, and who gives to whom. Throws `BadHeader`. */
export function readLayout(fields: HeaderFields): Layout {
  const count = fields.number();
  if (count === 0 || count > mostCoders) {
    throw new BadHeader('Too many coders');
  }
  const coders: Layout['coders'] = [];
  let inputs = 0;
  let outputs = 0;
  for (let index = 0; index < count; index += 1) {
    const { coder, ins, outs } = readCoder(fields);
    coders.push(coder);
    inputs += ins;
    outputs += outs;
  }
  const takers = new Map<number, number>();
  for (let pair = 1; pair < outputs; pair += 1) {
    const input = fields.number();
    takers.set(fields.number(), input);
  }
  const packedStreams = inputs - (outputs - 1);
  if (packedStreams < 1) {
    throw new BadHeader('Nothing is packed');
  }
  if (packedStreams > 1) {
    fields.numbers(packedStreams);
  }
  const all = Array.from({ length: outputs }, (_, index) => index);
  const last = all.find((one) => !takers.has(one)) ?? 0;
  const isChain = inputs === count && outputs === count;
  const order = isChain ? orderChain(takers, count) : [...coders.keys()];
  return { coders, order, packedStreams, outputs, last };
}

/** Each takes one stream and gives one: from the one that takes the packed data. */
function orderChain(takers: ReadonlyMap<number, number>, count: number): number[] {
  const fed = new Set(takers.values());
  const order: number[] = [];
  let next = Array.from({ length: count }, (_, index) => index).find((one) => !fed.has(one));
  while (next !== undefined && order.length < count) {
    order.push(next);
    next = takers.get(next);
  }
  if (order.length < count || next !== undefined) {
    throw new BadHeader('Coders in a circle');
  }
  return order;
}

function readCoder(fields: HeaderFields) {
  const flags = fields.byte();
  const id = fields.take(flags & 0x0f).toString('hex');
  const isComplex = (flags & 0x10) !== 0;
  const ins = isComplex ? fields.number() : 1;
  const outs = isComplex ? fields.number() : 1;
  const length = flags & 0x20 ? fields.number() : 0;
  if (ins > mostCoders || outs > mostCoders || outs === 0 || length > longestProperties) {
    throw new BadHeader('Odd coder');
  }
  return { coder: { id, properties: fields.take(length) }, ins, outs };
}
