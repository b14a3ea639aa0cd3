import { renderCard, type Submit } from './card.ts';
import { renderFoot } from './thread.ts';
import type { Drawn } from './types.ts';

export interface Extended {
  before: Drawn;
  /** The same, and more. */
  after: Drawn;
}

/** Puts in what is new, and leaves everything else as its reader has it: folds, focus, what he has selected. */
export function extendAnswer(
  shown: HTMLElement,
  { before, after }: Extended,
  submit: Submit,
): void {
  const card = shown.querySelector('.ac-adaptiveCard');
  const old = partsOf(renderCard(before, submit));
  const next = renderCard(after, submit);
  const parts = partsOf(next);
  const head = countEqual(old, parts);
  const foot = countEqual(old.slice(head).reverse(), parts.slice(head).reverse());
  if (card && card.children.length === old.length && head + foot === old.length) {
    const behind = card.children[head] ?? null;
    for (const part of parts.slice(head, parts.length - foot)) {
      card.insertBefore(part, behind);
    }
  } else {
    card?.replaceWith(next);
  }
  replaceFoot(shown, renderFoot(after));
}

function partsOf(card: HTMLElement): HTMLElement[] {
  return [...card.children] as HTMLElement[];
}

/** How many are the same from the beginning on, whatever their ids are. */
function countEqual(some: readonly HTMLElement[], others: readonly HTMLElement[]): number {
  const differs = some.findIndex((one, index) => one.textContent !== others[index]?.textContent);
  return differs < 0 ? some.length : differs;
}

/** What is copied and saved from now on is the whole. */
function replaceFoot(shown: HTMLElement, foot: readonly HTMLElement[]): void {
  const known = shown.querySelector(':scope > .foot');
  const focused = known ? [...known.children].indexOf(document.activeElement as Element) : -1;
  known?.remove();
  shown.append(...foot);
  (foot[0]?.children[focused] as HTMLElement | undefined)?.focus({ preventScroll: true });
}
