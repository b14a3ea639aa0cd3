import { byId, create, formatTime } from './dom.ts';
import { listConversations } from './memory.ts';

/** Draws the list of conversations, and opens the one that is pressed. */
export function showEarlier(current: string, open: (id: string) => void): void {
  const conversations = listConversations();
  const items = conversations.map(({ id, title, at }) => {
    const time = create('time', '', formatTime(at));
    time.dateTime = at;
    const entry = create('button', '', [create('span', 'title', title), time]);
    entry.type = 'button';
    entry.setAttribute('aria-current', String(id === current));
    entry.addEventListener('click', () => open(id));
    return create('li', '', [entry]);
  });
  byId('earlier-list').replaceChildren(...items);
  byId('earlier-none').hidden = items.length > 0;
}

export function setEarlierOpen(isOpen: boolean): void {
  byId('earlier').classList.toggle('open', isOpen);
  byId('show-earlier').setAttribute('aria-expanded', String(isOpen));
}

export function watchEarlierButton(): void {
  const toggle = byId('show-earlier');
  toggle.addEventListener('click', () =>
    setEarlierOpen(toggle.getAttribute('aria-expanded') !== 'true'),
  );
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && toggle.getAttribute('aria-expanded') === 'true') {
      setEarlierOpen(false);
      toggle.focus();
    }
  });
}
