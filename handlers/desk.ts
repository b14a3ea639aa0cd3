import type { CaseStatus } from '../knowledge/cases/case.ts';

/** A configured support engineer, the only kind of person that is ever named. */
export interface Staff {
  name: string;
  /** `slack/U0000001`, for mentions. */
  ids: readonly string[];
}

/** How the export of the CRM names things, where it differs from what the reader knows. */
export interface CrmNames {
  /** Our field → the column's heading. */
  columns: Readonly<Record<string, string | undefined>>;
  /** The CRM's word → our status. */
  statuses: Readonly<Record<string, CaseStatus>>;
}

/** What the configuration says of the desk. */
export interface Desk {
  customers: readonly { id: string; name: string; aliases: readonly string[] }[];
  staff: readonly Staff[];
  crm: CrmNames;
  /** IANA zone in which days begin and the summary is posted. */
  zone: string;
  /** A case without activity for so many days needs somebody. */
  staleDays: number;
  /** `http://…`, where the console is reached by others; absent when it is not. */
  consoleUrl?: string;
}
