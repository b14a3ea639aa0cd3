import type { Finding } from './case.ts';
import { extractFeatures } from './features.ts';
import { findCauseClasses } from './thread-causes.ts';
import type { Mail } from './thread-mails.ts';
import {
  findContacts,
  type Passage,
  placeOf,
  placeOfPeople,
  readPassages,
  UNKNOWN_PLACE,
} from './thread-passages.ts';
import { type Side, saysItWorked } from './thread-status.ts';

const LONGEST_SEEN = 600;
const LONGEST_DONE = 500;
const MOST = 12;

interface Draft extends Finding {
  kbs: Set<string>;
}

/** One finding for each place and cause that the analysing mails tell apart. */
export function readFindings(
  mails: readonly Mail[],
  sides: readonly Side[],
  branch: string | null,
): Finding[] {
  const contacts = findContacts(mails);
  const home = speaksOfSeveral(mails) ? UNKNOWN_PLACE : (branch ?? UNKNOWN_PLACE);
  const drafts: Draft[] = [];
  mails.forEach((mail, at) => {
    const where = placeOfPeople(mail, contacts);
    if (sides[at] === 'customer') {
      confirm(drafts, mail, where);
    } else {
      for (const passage of readPassages(mail, where ?? home)) {
        addPassage(drafts, passage);
      }
    }
  });
  return drafts.slice(0, MOST).map(({ kbs: _, ...finding }) => finding);
}

/** In a thread about several branches a passage without a place belongs to none of them for sure. */
function speaksOfSeveral(mails: readonly Mail[]): boolean {
  const places = mails.flatMap((mail) =>
    mail.lines.map((line) => placeOf([line], '')).filter((place) => place !== ''),
  );
  return new Set(places).size > 1;
}

function addPassage(drafts: Draft[], passage: Passage): void {
  const { prose, advice, logs } = passage;
  const causeClasses = findCauseClasses([...prose, ...advice, ...logs].join('\n'));
  const kbs = new Set(extractFeatures([...prose, ...advice, ...logs].join('\n')).kbs);
  const seen = shorten(prose.filter((line) => !ENDS_OPEN.test(line)).join('\n'), LONGEST_SEEN);
  const worked = prose
    .concat(advice)
    .filter((line) => WORKED_UNDER.test(line) && saysItWorked(line));
  const helped = worked.length > 0;
  // What is known to have helped is told alone: beside it stands much that was only advised.
  const done = shorten((helped ? worked : advice).join('\n'), LONGEST_DONE);
  const same = findSame(drafts, passage.where, causeClasses, kbs);
  if (!same) {
    const where = passage.where;
    drafts.push({ where, seen, causeClasses, done, helped: helped || null, kbs });
    return;
  }
  same.seen = seen.length > same.seen.length ? seen : same.seen;
  const told = same.done.includes(done) ? same.done : `${same.done}\n${done}`;
  same.done = helped ? done : same.helped ? same.done : shorten(told.trim(), LONGEST_DONE);
  if (helped) {
    same.helped = true;
  }
  for (const kb of kbs) {
    same.kbs.add(kb);
  }
}

const ENDS_OPEN = /[:：]$/;
/** `脱管 TMS 后可以正常安装`: what was changed stands before what then worked. */
const WORKED_UNDER =
  /(?:当|脱管|托管|禁用|解除|卸载|删除|替换|更换|重建|清理|重命名)[^。；\n]{0,40}(?:正常|成功)/;

/** A passage without a place belongs to the finding of the same cause that shares a KB with it. */
function findSame(
  drafts: readonly Draft[],
  where: string,
  causeClasses: readonly string[],
  kbs: ReadonlySet<string>,
): Draft | undefined {
  const alike = drafts.filter((draft) => draft.causeClasses.join() === causeClasses.join());
  const here = alike.find((draft) => draft.where === where);
  if (where !== UNKNOWN_PLACE) {
    return here;
  }
  const placed = alike.filter(
    (draft) => draft.where !== where && [...kbs].some((kb) => draft.kbs.has(kb)),
  );
  return placed.length === 1 ? placed[0] : here;
}

const FAILED = /仍然?(?:无法|不能|报错|提示|失败)|问题依旧|现象依旧|未能安装成功/;

/** A customer's answer counts for the one finding that is open where the customer sits. */
function confirm(drafts: readonly Draft[], mail: Mail, where: string | undefined): void {
  const text = mail.lines.join('\n');
  const open = drafts.filter(
    (draft) => draft.helped !== true && (where === undefined || draft.where === where),
  );
  const [only] = open;
  if (!only || open.length > 1) {
    return;
  }
  if (FAILED.test(text)) {
    only.helped = false;
  } else if (saysItWorked(text)) {
    // He says that it works, not which of the advised measures did it.
    only.helped = true;
    only.done = shorten(
      `${only.done}\n（客户确认已成功，未说明是哪一步起作用）`.trim(),
      LONGEST_DONE,
    );
  }
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
