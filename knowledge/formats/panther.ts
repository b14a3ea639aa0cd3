import type { Grammar, Head } from '../format.ts';

/**
 * The line that setupact, setuperr, CBS and dism logs share. The component column may be empty, so
 * only known names count as one; pasted mails collapse the blanks, so columns count for nothing.
 */
const dated =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d), ?(Fatal Error|Info|Warning|Error|Perf)\b\s*(?:\[0x[0-9a-f]{6}\]\s*)?(.*)$/isu;

/** The same without a time, as people quote it, or with a placeholder in its place. */
const undated =
  /^(?:<[^<>]{1,24}>[ ,]{0,3}){0,2}(Fatal Error|Info|Warning|Error|Perf),?\s+(?:\[0x[0-9a-f]{6}\]\s*)?([A-Z]{2,8})\s+(\S.*)$/u;

const component = /^([A-Z]{2,8})\s+/u;

/** Seen in real logs; anything else in that place is the beginning of the message. */
const known = new Set(
  'CBS CSI DPX SP MOUPG MIG CONX PANTHR IBS IBSLIB DISM SYSPRP DIAGER DIAG UI CMI DEPLOY WDS HWCONFIG PERF SETUP WMI USER SYSRESET BFSVC TELEM'.split(
    ' ',
  ),
);

export const panther: Grammar = {
  name: 'panther',
  starts: '0123456789<FIWEP',
  read(line) {
    return startsWithYear(line) ? readDated(line) : readUndated(line);
  },
};

function startsWithYear(line: string): boolean {
  const first = line.charCodeAt(0);
  return first >= 48 && first <= 57 && line.charCodeAt(4) === 45;
}

function readDated(line: string): Head | undefined {
  const found = dated.exec(line);
  if (!found) {
    return undefined;
  }
  const [, day, clock, level = '', rest = ''] = found;
  const column = component.exec(rest);
  const name = column?.[1] ?? '';
  const has = column !== null && known.has(name);
  return {
    time: `${day}T${clock}`,
    level,
    component: has ? name : '',
    text: has ? rest.slice(column[0].length) : rest,
  };
}

function readUndated(line: string): Head | undefined {
  const found = undated.exec(line);
  if (!found || !known.has(found[2] ?? '')) {
    return undefined;
  }
  const [, level = '', name = '', text = ''] = found;
  return { time: undefined, level, component: name, text };
}
