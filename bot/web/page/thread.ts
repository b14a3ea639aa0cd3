import { copyButton, renderCard, type Submit } from './card.ts';
import { button, byId, create, formatBytes } from './dom.ts';
import type { Drawn, Progress } from './types.ts';

const looksLikeLog = /\n|\\|0x[0-9a-f]{4}/i;
/** Logs set their columns apart with many spaces, which a narrow box has no room for. */
const columns = /[ \t]{3,}/g;
/** In characters: nobody copies 已记录，谢谢. */
const worthCopying = 40;
const shownLength = 2000;

export function addEntry(): HTMLElement {
  const entry = create('article', 'entry');
  byId('thread').append(entry);
  setTalking(true);
  return entry;
}

/** Goes back to the first view when nothing else was asked. */
export function removeEntry(entry: HTMLElement): void {
  entry.remove();
  setTalking(byId('thread').childElementCount > 0);
}

export function clearThread(): void {
  byId('thread').replaceChildren();
  setTalking(false);
}

function setTalking(isTalking: boolean): void {
  byId('desk').classList.toggle('talking', isTalking);
  byId<HTMLTextAreaElement>('text').placeholder = isTalking
    ? '补充日志、KB 编号、错误码，或接着问'
    : '粘贴日志、报错或问题';
}

export function renderQuestion(text: string, files: readonly string[]): HTMLElement {
  const parts: HTMLElement[] = [];
  const shown = text.trim().slice(0, shownLength).replace(columns, '  ');
  if (shown !== '') {
    parts.push(create('pre', looksLikeLog.test(shown) ? '' : 'words', shown));
  }
  if (files.length > 0) {
    parts.push(create('p', 'sent', `文件：${files.join('、')}`));
  }
  return create('div', 'question', parts);
}

export function renderAnswer(drawn: Drawn, submit: Submit): HTMLElement {
  const answer = create('div', 'answer', [renderCard(drawn, submit), ...renderFoot(drawn)]);
  answer.tabIndex = -1;
  return answer;
}

/** One element, or none where there is nothing to take away. */
export function renderFoot(drawn: Drawn): HTMLElement[] {
  const tools = drawn.files.map(renderFile);
  if (drawn.text.length > worthCopying) {
    tools.unshift(copyButton('复制为文本', drawn.text, 'quiet'));
  }
  return tools.length > 0 ? [create('div', 'foot', tools)] : [];
}

function renderFile({ name, mediaType, base64 }: Drawn['files'][number]): HTMLElement {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const link = create('a', '', `下载 ${name}`);
  link.href = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  link.download = name;
  return link;
}

export interface Waiting {
  element: HTMLElement;
  uploading(sent: number, total: number): void;
  progress(progress: Progress): void;
}

const stageWords: Readonly<Record<Progress['stage'], string>> = {
  reading: '正在读取',
  matching: '正在比对已知原因',
  searching: '正在查找相似案例',
};

/** @param announce is told what screen readers should say, once for each stage and file. */
export function renderWaiting(announce: (text: string) => void, cancel: () => void): Waiting {
  const what = create('span', 'what', '正在发送');
  const amount = create('span', 'amount');
  const line = create('div', 'line', [what, amount, button('停止', 'quiet', cancel)]);
  const show = (text: string, size: string) => {
    if (what.textContent !== text) {
      what.textContent = text;
      announce(text);
    }
    amount.textContent = size;
  };
  return {
    element: create('div', 'waiting', [line, create('div', 'track')]),
    uploading: (sent, total) =>
      sent < total
        ? show('正在上传', `${formatBytes(sent)} / ${formatBytes(total)}`)
        : show('正在读取', ''),
    progress: (progress) => {
      const { stage, input } = progress;
      const words = stageWords[stage];
      show(input === undefined ? words : `${words} ${input}`, amountOf(progress));
    },
  };
}

/** Milliseconds; what is there sooner needs no word. */
const noticeable = 400;

/** Says that a pressed button is being worked on, where that takes a while. */
export function showWorking(entry: HTMLElement): { end(): void } {
  const line = create('div', 'line', [create('span', 'what', '正在处理')]);
  const element = create('div', 'waiting', [line, create('div', 'track')]);
  element.setAttribute('role', 'status');
  const timer = setTimeout(() => {
    entry.append(element);
    element.scrollIntoView({ block: 'nearest' });
  }, noticeable);
  return {
    end: () => {
      clearTimeout(timer);
      element.remove();
    },
  };
}

const minute = 60;

function amountOf({ bytes = 0, read = 0, expected, files = 0, secondsLeft = 0 }: Progress): string {
  const size =
    expected === undefined
      ? formatBytes(Math.max(read, bytes))
      : `${formatBytes(read)} / ${formatBytes(expected)}`;
  const left =
    secondsLeft < 2 * minute ? `${secondsLeft} 秒` : `${Math.ceil(secondsLeft / minute)} 分钟`;
  return [
    Math.max(read, bytes) > 0 && size,
    files > 0 && `已读 ${files} 个文件`,
    secondsLeft > 0 && `约剩 ${left}`,
  ]
    .filter(Boolean)
    .join('，');
}

export function renderFailure(message: string, again: () => void): HTMLElement {
  const failure = create('div', 'failed', [create('p', '', message), button('重试', '', again)]);
  failure.setAttribute('role', 'alert');
  return failure;
}
