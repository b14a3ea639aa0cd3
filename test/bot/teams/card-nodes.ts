export interface Node {
  type?: string;
  id?: string;
  text?: string;
  [property: string]: unknown;
}

/** Every object in a card, fallbacks included. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) {
    return value.flatMap(nodesOf);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return [value as Node, ...Object.values(value).flatMap(nodesOf)];
}

export function ofType(card: unknown, type: string): Node[] {
  return nodesOf(card).filter((node) => node.type === type);
}
