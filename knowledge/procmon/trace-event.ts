/** One row of a Process Monitor trace, whatever file it comes from. */
export interface TraceEvent {
  /** Where it stands in what was sent, from 1: the line of a text, the number of the event in a PML. */
  line: number;
  /** `YYYY-MM-DDTHH:MM:SS`, wall clock; undefined where the trace names the time of day only. */
  time: string | undefined;
  /** As it is quoted where there is no date. */
  clock: string;
  /** File name of the program. */
  process: string;
  /** Tells two processes of one name apart. */
  processKey: string;
  /** Runs as NT AUTHORITY\SYSTEM; false where the trace does not say. */
  isSystem: boolean;
  operation: string;
  path: string;
  /** In Process Monitor's words: `ACCESS DENIED`. */
  result: string;
  /** In Process Monitor's words: `Desired Access: Generic Write, Disposition: Open, …`. */
  detail: string;
  /** Innermost first; undefined where the trace has no stacks. */
  stack: readonly StackModule[] | undefined;
}

export interface StackModule {
  path: string;
  /** Empty where the trace does not say. */
  company: string;
  /** False for what runs in the process: a library. */
  isKernel: boolean;
}

/** The name of every trace, whether a PML, CSV, XML or copied rows. */
export const procmonFormat = 'procmon';
