import { anyDigit, gramLength, stride } from '../input/bytes/probe.ts';
import { calmLog } from './calm-log.ts';

export interface PlacedGram {
  /** Folded: bit 5 of every byte is set. */
  gram: number;
  /** In the literal. */
  offset: number;
}

const fold = 0x20202020;
/** Of a gram that is met for nothing, in literals that are compared there. */
const commonCost = 8;
/** More literals on a gram that no calm log holds should not make a list of it that is slow to go through. */
const crowd = 8;

/**
 * Grams of which one is met wherever the literal stands, when one is looked at every four bytes: one for each of the
 * four phases, of all there are the one that costs least in calm logs. `undefined` when the literal is too short.
 * `owners`: how many literals each gram has already. Every byte is a character.
 */
export function gramsOf(
  literal: string,
  owners: ReadonlyMap<number, number>,
): PlacedGram[] | undefined {
  const grams: PlacedGram[] = [];
  for (let phase = 0; phase < stride; phase += 1) {
    const found = cheapest(literal, phase, owners) ?? vague(literal, phase);
    if (!found) {
      return undefined;
    }
    grams.push(...(Array.isArray(found) ? found : [found]));
  }
  return grams;
}

function cheapest(
  literal: string,
  phase: number,
  owners: ReadonlyMap<number, number>,
): PlacedGram | undefined {
  let best: PlacedGram | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = phase; offset + gramLength <= literal.length; offset += stride) {
    const gram = gramAt(literal, offset);
    const count = common.get(gram) ?? 0;
    const owned = owners.get(gram) ?? 0;
    const cost = count > 0 ? count * (commonCost + owned) : rareCost(owned);
    if (cost < least) {
      best = { gram, offset };
      least = cost;
    }
  }
  return best;
}

/** Known ones first, as tables should stay small, unless many have them. */
function rareCost(owned: number): number {
  return owned > crowd ? owned / crowd : owned > 0 ? 0 : 1;
}

/** Of which one byte stands before or behind the literal, whatever it is. */
function vague(literal: string, phase: number): PlacedGram[] | undefined {
  const offset = phase + gramLength === literal.length + 1 ? phase : phase - stride;
  const place = offset < 0 ? 0 : gramLength - 1;
  const isKnown = offset >= -1 && offset + gramLength <= literal.length + 1;
  return isKnown
    ? anyByte.map((any) => ({ gram: gramAt(literal, offset, place, any), offset }))
    : undefined;
}

/** Folded, no two are the same. */
const anyByte = Array.from({ length: 256 }, (_, byte) => byte | 32).filter(
  (byte, at, all) => all.indexOf(byte) === at,
);

/** With `any` at `place`. */
function gramAt(bytes: string, at: number, place = -1, any = 0): number {
  let gram = 0;
  for (let index = gramLength - 1; index >= 0; index -= 1) {
    gram = (gram << 8) | (index === place ? any : bytes.charCodeAt(at + index));
  }
  return gram | fold;
}

const digits = /\d/gu;
/** Also as it looks where every digit is any digit. */
const common = countGrams(`${calmLog}\n${calmLog.replace(digits, anyDigit)}`);

function countGrams(log: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at + gramLength <= log.length; at += 1) {
    const gram = gramAt(log, at);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
