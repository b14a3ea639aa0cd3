import type * as Cards from 'adaptivecards';
import { hostConfig } from './host-config.ts';
import type { Drawn, Submitted } from './types.ts';

/** Set by /assets/adaptivecards.min.js. */
declare const AdaptiveCards: typeof Cards;

const escaped = /\\([!-/:-@[-`{-~])/g;
const blankLine = /\n+/g;
const special = /[&<>"]/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** The server escapes all Markdown, so undoing the escapes is all there is to process. */
function toHtml(markdown: string): string {
  return markdown
    .replace(escaped, '$1')
    .replace(special, (character) => entities[character] ?? character)
    .replace(blankLine, '<br>');
}

export function prepareRenderer(): void {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = toHtml(text);
    result.didProcess = true;
  };
}

export type Submit = (submitted: Submitted, button: HTMLElement) => void;

export function renderCard({ card }: Pick<Drawn, 'card'>, submit: Submit): HTMLElement {
  const rendering = new AdaptiveCards.AdaptiveCard();
  rendering.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  rendering.onExecuteAction = (action) => {
    const button = action.renderedElement;
    if (action instanceof AdaptiveCards.SubmitAction && button) {
      submit(toSubmitted(action.data), button);
    }
  };
  rendering.parse(card);
  const element = rendering.render() ?? document.createElement('div');
  markFolds(rendering);
  addCopyButtons(element);
  return element;
}

const fieldPrefix = 'field:';

function toSubmitted(data: object | undefined): Submitted {
  const { action, value, ...rest } = (data ?? {}) as Record<string, unknown>;
  const fields = Object.entries(rest).flatMap(([id, entered]) =>
    id.startsWith(fieldPrefix) ? [[id.slice(fieldPrefix.length), String(entered ?? '')]] : [],
  );
  return { action: String(action), value: String(value), fields: Object.fromEntries(fields) };
}

function markFolds(rendering: Cards.AdaptiveCard): void {
  for (const action of rendering.getAllActions()) {
    if (action instanceof AdaptiveCards.ToggleVisibilityAction) {
      action.renderedElement?.classList.add('fold');
      // One button hides itself and shows the other: the keyboard must not lose its place.
      action.renderedElement?.addEventListener('click', () => moveFocus(rendering, action));
    }
  }
}

function moveFocus(rendering: Cards.AdaptiveCard, pressed: Cards.ToggleVisibilityAction): void {
  const targets = Object.keys(pressed.targetElements);
  const other = rendering
    .getAllActions()
    .find(
      (action) =>
        action instanceof AdaptiveCards.ToggleVisibilityAction &&
        action !== pressed &&
        Object.keys(action.targetElements).join() === targets.join(),
    );
  other?.renderedElement?.focus();
}

const copiedMilliseconds = 1600;

function addCopyButtons(element: HTMLElement): void {
  for (const box of element.querySelectorAll<HTMLElement>('[id$="-code"]')) {
    const lines = [...box.querySelectorAll('.ac-richTextBlock')];
    const text = lines.map((line) => line.textContent.replaceAll('\u00a0', ' ')).join('\n');
    box.classList.add('code');
    box.append(copyButton('复制', text, 'copy'));
  }
}

export function copyButton(label: string, text: string, className: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.textContent = label;
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text)) ? '已复制' : '复制失败';
    setTimeout(() => {
      button.textContent = label;
    }, copiedMilliseconds);
  });
  return button;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughSelection(text);
  }
}

/** `navigator.clipboard` exists only on localhost and over https. */
function copyThroughSelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
