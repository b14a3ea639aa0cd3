import type { Question } from './api.ts';
import { button, byId, create, formatBytes } from './dom.ts';
import { readDropped } from './dropped.ts';

export interface Composer {
  focus(options?: FocusOptions): void;
  /** Puts a question back, after it could not be sent. */
  fill(question: Question): void;
  setBusy(busy: boolean): void;
}

/** @param send is given what stands in the box, which is then emptied. */
export function createComposer(send: (question: Question) => void): Composer {
  const text = byId<HTMLTextAreaElement>('text');
  const form = byId<HTMLFormElement>('composer');
  const sendButton = byId<HTMLButtonElement>('send');
  let files: readonly File[] = [];
  let isBusy = false;
  const setFiles = (next: readonly File[]) => {
    files = next;
    showFiles(files, (index) => setFiles(files.toSpliced(index, 1)));
  };
  const addFiles = (more: readonly File[]) => setFiles([...files, ...more]);
  const submit = () => {
    if (isBusy || (text.value.trim() === '' && files.length === 0)) {
      text.focus();
      return;
    }
    const question = { text: text.value, files };
    text.value = '';
    setFiles([]);
    send(question);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  watchPicking(addFiles);
  watchDropping(addFiles);
  return {
    focus: (options) => text.focus(options),
    fill: (question) => {
      text.value = question.text;
      setFiles(question.files);
    },
    setBusy: (busy) => {
      isBusy = busy;
      sendButton.disabled = busy;
    },
  };
}

function showFiles(files: readonly File[], remove: (index: number) => void): void {
  const items = files.map((file, index) => {
    const name = file.webkitRelativePath || file.name;
    const removeButton = button('移除', '', () => remove(index));
    removeButton.setAttribute('aria-label', `移除 ${name}`);
    return create('li', '', [
      create('span', '', name),
      create('span', 'size', formatBytes(file.size)),
      removeButton,
    ]);
  });
  byId('files').replaceChildren(...items);
}

type AddFiles = (files: readonly File[]) => void;

function watchPicking(addFiles: AddFiles): void {
  const pick = byId<HTMLInputElement>('pick');
  byId('pick-button').addEventListener('click', () => pick.click());
  pick.addEventListener('change', () => {
    addFiles([...(pick.files ?? [])]);
    // So that the same file can be picked again after it was removed.
    pick.value = '';
  });
  document.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0) {
      event.preventDefault();
      addFiles(pasted);
    }
  });
}

function watchDropping(addFiles: AddFiles): void {
  const veil = byId('drop');
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      veil.hidden = false;
    }
  });
  document.addEventListener('dragleave', (event) => {
    // Leaving the window, not passing from one element to the next.
    if (event.relatedTarget === null) {
      veil.hidden = true;
    }
  });
  document.addEventListener('drop', async (event) => {
    if (!carriesFiles(event) || event.dataTransfer === null) {
      return;
    }
    event.preventDefault();
    veil.hidden = true;
    addFiles(await readDropped(event.dataTransfer));
  });
}
