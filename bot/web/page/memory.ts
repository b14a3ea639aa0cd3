export interface Conversation {
  id: string;
  title: string;
  at: string;
}

const currentKey = 'caselens.conversation';
const listKey = 'caselens.conversations';
const kept = 30;
const titleLength = 80;
const spaces = /\s+/g;

/** Survives a refresh: the conversation that the page was in. */
export function currentConversation(): string {
  return localStorage.getItem(currentKey) ?? startConversation();
}

export function startConversation(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  enterConversation(id);
  return id;
}

export function enterConversation(id: string): void {
  localStorage.setItem(currentKey, id);
}

/** Latest first. */
export function listConversations(): Conversation[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(listKey) ?? '[]');
    return Array.isArray(stored) ? stored : [];
  } catch {
    return [];
  }
}

/** Keeps the first question as the title. */
export function rememberConversation(id: string, question: string): void {
  const others = listConversations();
  const known = others.find((conversation) => conversation.id === id);
  const title = known?.title ?? question.replace(spaces, ' ').trim().slice(0, titleLength);
  const entry = { id, title, at: new Date().toISOString() };
  const list = [entry, ...others.filter((conversation) => conversation.id !== id)];
  localStorage.setItem(listKey, JSON.stringify(list.slice(0, kept)));
}
