export type DamageKind =
  | 'truncated'
  | 'damaged'
  | 'wrong-checksum'
  | 'wrong-size'
  /** More of something else stands behind the data. */
  | 'trailing'
  /** The rest lies in the next file of a set. */
  | 'next-volume'
  | 'over-ratio'
  | 'over-total'
  | 'time';

/** What was yielded before is what could be read. */
export class ContainerDamage extends Error {
  readonly kind: DamageKind;

  constructor(kind: DamageKind, cause?: unknown) {
    super(`content of a container is ${kind}`, { cause });
    this.name = 'ContainerDamage';
    this.kind = kind;
  }
}
