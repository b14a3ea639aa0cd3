/** What the first line of a record says. */
export interface Head {
  /** `YYYY-MM-DDTHH:MM:SS`, local wall clock: Windows logs carry no zone. */
  time: string | undefined;
  level: string;
  component: string;
  text: string;
}

/** How a line that starts a record reads; several formats can share one grammar. */
export interface Grammar {
  name: string;
  /** `undefined` for a line that continues the record before it. */
  read(line: string): Head | undefined;
}

/** One kind of log. `samples` are its tests. */
export interface Format {
  /** What signatures write under `formats`. */
  name: string;
  grammar: Grammar;
  /** Components that make a line of a shared grammar this format's; undefined takes all that is left. */
  components?: ReadonlySet<string>;
  /** True when a line with a full header still continues the record before: servicing cuts long records. */
  continues?(head: Head, previous: Head): boolean;
  samples: readonly { line: string; reads: Head }[];
}

/** The format of records that no grammar recognises; they meet every signature. */
export const textFormat = 'text';
