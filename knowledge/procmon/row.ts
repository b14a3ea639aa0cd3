/** How the cells of a table are set apart. */
export type Divider = ',' | ';' | '\t';

const mostCells = 64;

/** The cells of a whole row; quotes stand around a cell and twice inside one. */
export function splitRow(row: string, divider: Divider): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= row.length && cells.length < mostCells; ) {
    const cell = readCell(row, at, divider);
    cells.push(cell.text);
    at = cell.next;
  }
  return cells;
}

/** The cell of that number, and where the one after it begins; undefined when the row is shorter. */
export function cellAt(row: string, wanted: number, divider: Divider): string | undefined {
  let at = 0;
  for (let number = 0; at <= row.length; number += 1) {
    const cell = readCell(row, at, divider);
    if (number === wanted) {
      return cell.text;
    }
    at = cell.next;
  }
  return undefined;
}

function readCell(row: string, start: number, divider: Divider): { text: string; next: number } {
  if (row.charCodeAt(start) !== 34) {
    const end = row.indexOf(divider, start);
    return end < 0
      ? { text: row.slice(start), next: row.length + 1 }
      : { text: row.slice(start, end), next: end + 1 };
  }
  const end = endOfQuoted(row, start + 1);
  const text = row.slice(start + 1, end);
  const next = row.indexOf(divider, end);
  return {
    text: text.includes('""') ? text.replaceAll('""', '"') : text,
    next: next < 0 ? row.length + 1 : next + 1,
  };
}

/** Of the quote that closes the cell, or the end of the row. */
function endOfQuoted(row: string, start: number): number {
  let end = row.indexOf('"', start);
  while (end >= 0 && row.charCodeAt(end + 1) === 34) {
    end = row.indexOf('"', end + 2);
  }
  return end < 0 ? row.length : end;
}

/** False while a quoted cell goes on in the next line. */
export function isWhole(row: string): boolean {
  let quotes = 0;
  for (let at = row.indexOf('"'); at >= 0; at = row.indexOf('"', at + 1)) {
    quotes += 1;
  }
  return quotes % 2 === 0;
}
