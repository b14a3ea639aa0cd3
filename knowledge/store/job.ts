/** Something a platform delivered, stored before it was acknowledged. */
export interface NewJob {
  /** Ours, and the id of the inquiry that it becomes. */
  id: string;
  /** A face, or what else works on jobs. */
  face: string;
  /** The platform's id of the delivery; a second one with the same is no new job. Empty when it has none. */
  event: string;
  /** What the delivery tells of, such as channel and time of a message; two deliveries of it are one job. May be empty. */
  message: string;
  /** Opaque; jobs of one face and conversation are worked on in order. */
  conversation: string;
  /** What the face needs to work on it, as JSON. The raw text in it goes when the job's retention ends. */
  payload: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Not before; milliseconds since the epoch. */
  due: number;
}

export interface JobState {
  /** `done` is answered, `given-up` was told that it cannot be answered; both are final. */
  status: 'waiting' | 'working' | 'done' | 'given-up';
  /** How often it was taken, those included that a crash ended. It tells one taking from the next. */
  attempts: number;
  /** Not before this (waiting), or nobody else before this (working); milliseconds since the epoch. */
  due: number;
  /** The message that the answer is edited into, as JSON; empty before it was posted. */
  posted: string;
  /** Why the last attempt failed: a fixed English phrase, never what anybody wrote. */
  problem: string;
  /** When it ended; milliseconds since the epoch, 0 before. */
  ended: number;
}

export interface Job extends NewJob, JobState {}
