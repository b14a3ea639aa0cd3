import { extendAnswer } from './addition.ts';
import * as api from './api.ts';
import { prepareRenderer, type Submit } from './card.ts';
import { createComposer } from './composer.ts';
import { byId } from './dom.ts';
import { setEarlierOpen, showEarlier, watchEarlierButton } from './earlier.ts';
import * as memory from './memory.ts';
import { watchPosts } from './posts.ts';
import {
  addEntry,
  clearThread,
  removeEntry,
  renderAnswer,
  renderFailure,
  renderQuestion,
  renderWaiting,
  showWorking,
} from './thread.ts';

let conversation = memory.currentConversation();
const composer = createComposer((question) => void send(question));

function announce(text: string): void {
  byId('status').textContent = text;
}

async function send(question: api.Question): Promise<void> {
  const names = question.files.map((file) => file.name);
  const entry = addEntry();
  entry.append(renderQuestion(question.text, names));
  memory.rememberConversation(conversation, question.text.trim() || names.join('、'));
  showEarlier(conversation, openConversation);
  await answer(entry, question);
}

async function answer(entry: HTMLElement, question: api.Question): Promise<void> {
  const stop = new AbortController();
  const waiting = renderWaiting(announce, () => stop.abort());
  entry.append(waiting.element);
  entry.scrollIntoView({ block: 'start' });
  composer.setBusy(true);
  try {
    const asked = await api.ask(conversation, question, waiting, stop.signal);
    const shown = renderAnswer(asked.answer, submitIn(entry));
    waiting.element.replaceWith(shown);
    announce('回答已完成');
    void extendLater(entry, shown, asked);
  } catch (error) {
    giveUp(entry, waiting.element, question, error);
  } finally {
    composer.setBusy(false);
  }
  entry.scrollIntoView({ block: 'start' });
  focusComposer();
}

async function extendLater(
  entry: HTMLElement,
  shown: HTMLElement,
  { answer: before, added }: api.Asked,
): Promise<void> {
  const after = await added;
  if (after && shown.isConnected) {
    extendAnswer(shown, { before, after }, submitIn(entry));
    announce('已补充 AI 生成的内容');
  }
}

/** On a phone the keyboard would cover the answer. */
function focusComposer(): void {
  if (matchMedia('(pointer: fine)').matches) {
    composer.focus({ preventScroll: true });
  }
}

function giveUp(
  entry: HTMLElement,
  waiting: HTMLElement,
  question: api.Question,
  error: unknown,
): void {
  if (error instanceof DOMException && error.name === 'AbortError') {
    removeEntry(entry);
    composer.fill(question);
    announce('已停止');
    return;
  }
  const failure = renderFailure(messageOf(error), () => {
    failure.remove();
    void answer(entry, question);
  });
  waiting.replaceWith(failure);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a button leads to stands below the answer it belongs to. */
function submitIn(entry: HTMLElement): Submit {
  return async (submitted, pressed) => {
    pressed.toggleAttribute('disabled', true);
    const working = showWorking(entry);
    try {
      const drawn = await api.act(conversation, submitted);
      pressed.classList.add('pressed');
      const reply = appendNew(entry, renderAnswer(drawn, submitIn(entry)));
      reply.scrollIntoView({ block: 'nearest' });
      reply.focus({ preventScroll: true });
    } catch (error) {
      const failure = renderFailure(messageOf(error), () => {
        failure.remove();
        pressed.click();
      });
      entry.append(failure);
      failure.scrollIntoView({ block: 'nearest' });
    } finally {
      working.end();
      pressed.toggleAttribute('disabled', false);
    }
  };
}

/** What stands there already, for whoever presses a button again, with what he has filled in since. */
function appendNew(entry: HTMLElement, reply: HTMLElement): HTMLElement {
  const last = [...entry.querySelectorAll<HTMLElement>(':scope > .answer')].at(-1);
  // Of a picture or a file the text says too little.
  if (last?.textContent === reply.textContent && reply.querySelector('img, a') === null) {
    return last;
  }
  entry.append(reply);
  return reply;
}

function openConversation(id: string): void {
  memory.enterConversation(id);
  conversation = id;
  clearThread();
  setEarlierOpen(false);
  showEarlier(conversation, openConversation);
  void showHistory(id);
}

async function showHistory(id: string): Promise<void> {
  const earlier = await api.history(id).catch(() => []);
  const answers = await Promise.all(
    earlier.map((item) => api.recall(item.id).catch(() => undefined)),
  );
  if (id !== conversation) {
    return;
  }
  for (const [index, item] of earlier.entries()) {
    const drawn = answers[index];
    const entry = addEntry();
    entry.append(renderQuestion(item.question, []));
    if (drawn) {
      entry.append(renderAnswer(drawn, submitIn(entry)));
    }
  }
  byId('thread').lastElementChild?.scrollIntoView({ block: 'start' });
}

byId('new').addEventListener('click', () => {
  openConversation(memory.startConversation());
  composer.focus();
});
watchEarlierButton();
prepareRenderer();
showEarlier(conversation, openConversation);
watchPosts(() => conversation, submitIn);
await showHistory(conversation);
focusComposer();
