import type { BlockReader, SourceLine } from '../format.ts';
import type { LogRecord } from '../input/record.ts';
import { XmlBlock, type XmlDocument } from '../xml/xml-block.ts';
import { SetupDiagResults } from './results.ts';

/** The root, or a piece of one; namespaces and prefixes differ between versions. */
export const setupDiagXml =
  /<(?:[A-Za-z]\w{0,20}:)?(?:SetupDiag|ProfileName|ProfileGuid|FailureData|FailureDetails|LogErrorLine)(?=[\s>])/u;

/** Elements that only hold others. */
const groups = new Set(['SetupDiag', 'SystemInfo', 'SetupPhaseInfo', 'SetupOperationInfo']);

export function openSetupDiagXml(
  input: string,
  onRecord: (record: LogRecord) => void,
): BlockReader {
  return new XmlBlock(setupDiagXml, new SetupDiagDocument(input, onRecord));
}

class SetupDiagDocument implements XmlDocument {
  readonly quotesLogs = true;
  private readonly results: SetupDiagResults;
  private line: SourceLine = { line: 1, raw: '', text: '' };
  private place = { line: 1, raw: '' };

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.results = new SetupDiagResults(input, onRecord);
  }

  at(line: SourceLine): void {
    this.line = line;
  }

  open(): void {
    this.place = { line: this.line.line, raw: this.line.raw.trim() };
  }

  close(name: string, text: string): void {
    if (!groups.has(name)) {
      this.results.field(name, text, this.place);
    }
  }

  end(): void {
    this.results.end();
  }
}
