import type { Attachment } from './reply.ts';

/** What a picture shows: bars over days, and bars beside names. */
export interface Chart {
  title: string;
  days: { title: string; labels: readonly string[]; values: readonly number[] };
  top: { title: string; labels: readonly string[]; values: readonly number[] };
}

/** Drawn at the edge; a PNG of less than 1 MB and at most 1024 points wide. */
export type DrawChart = (chart: Chart) => Promise<Attachment>;
