/** A file somebody sent. Nothing is read before `open`, and only as fast as it is consumed. */
export interface Upload {
  /** As the user named it; untrusted text, never a path to write to. */
  name: string;
  /** In bytes; undefined when the platform did not say. */
  size?: number;
  /** Where the bytes lie on our own disk, if they do: archives are then read in place. */
  path?: string;
  open(): AsyncIterable<Uint8Array>;
}
