/** One event, as the log keeps it, whatever the language of the machine. */
export interface StoredEvent {
  /** `EventRecordID`: how the event viewer finds it. */
  number: number;
  /** Milliseconds since 1970, UTC. */
  at: number;
  provider: string;
  id: number;
  /** 0 to 5; 2 is an error. */
  level: number;
  /** Names and values in the order of the file: ` errorCode=0x80070643 updateTitle=…`. */
  data: string;
}
