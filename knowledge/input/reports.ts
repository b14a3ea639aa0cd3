import type { InputReport } from '../diagnosis.ts';
import { joinReports } from './report.ts';

/** One report for each name, in the order in which the names came up. */
export class Reports {
  private readonly byName = new Map<string, InputReport>();

  get all(): InputReport[] {
    return [...this.byName.values()];
  }

  add(report: InputReport): void {
    const known = this.byName.get(report.name);
    this.byName.set(report.name, known ? joinReports(known, report) : report);
  }

  change(name: string, change: (report: InputReport) => InputReport): void {
    const known = this.byName.get(name);
    if (known) {
      this.byName.set(name, change(known));
    }
  }
}
