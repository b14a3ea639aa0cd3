import type { InlineElement, RichElement, SlackBlock } from '../../bot/slack/limits.ts';

/** Blocks as Slack draws them, near enough to be looked at. `pictures` are by file id, as data addresses. */
export function drawBlocks(
  blocks: readonly SlackBlock[],
  pictures: ReadonlyMap<string, string> = new Map(),
): string {
  const body = blocks.map((block) => drawBlock(block, pictures)).join('\n');
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>
    <article><div class="icon">镜</div><div class="message">
      <div class="who"><b>CaseLens</b> <span class="app">应用</span> <time>10:26</time></div>${body}
    </div></article>`;
}

function drawBlock(block: SlackBlock, pictures: ReadonlyMap<string, string>): string {
  switch (block.type) {
    case 'header':
      return `<h3>${escapeHtml(block.text.text)}</h3>`;
    case 'rich_text':
      return block.elements.map(drawRich).join('\n');
    case 'divider':
      return '<hr>';
    case 'context':
      return `<p class="context">${block.elements.map(({ text }) => escapeHtml(text)).join(' ')}</p>`;
    case 'image':
      return `<img src="${pictures.get(block.slack_file.id) ?? ''}" alt="${escapeHtml(block.alt_text)}">`;
    case 'actions':
      return `<div class="actions">${block.elements
        .map(({ text }) => `<button>${escapeHtml(text.text)}</button>`)
        .join('')}</div>`;
    case 'input':
      return `<label>${escapeHtml(block.label.text)}</label>`;
    default:
      return block satisfies never;
  }
}

function drawRich(element: RichElement): string {
  switch (element.type) {
    case 'rich_text_section':
      return `<p>${drawInline(element.elements)}</p>`;
    case 'rich_text_list': {
      const tag = element.style === 'ordered' ? 'ol' : 'ul';
      const items = element.elements.map((item) => `<li>${drawInline(item.elements)}</li>`);
      return `<${tag}>${items.join('')}</${tag}>`;
    }
    case 'rich_text_preformatted':
      return `<pre>${drawInline(element.elements)}</pre>`;
    case 'rich_text_quote':
      return `<blockquote>${drawInline(element.elements)}</blockquote>`;
    default:
      return element satisfies never;
  }
}

function drawInline(elements: readonly InlineElement[]): string {
  return elements
    .map((element) => {
      if (element.type === 'user') {
        return `<span class="user">@${escapeHtml(element.user_id)}</span>`;
      }
      const { text, style: marks = {} } = element;
      const tags = [marks.bold && 'b', marks.italic && 'i', marks.code && 'code'].filter(Boolean);
      return tags.reduce((inner, tag) => `<${tag}>${inner}</${tag}>`, escapeHtml(text));
    })
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const style = `
  body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.47 Lato, 'Noto Sans CJK SC', sans-serif; }
  article { display: flex; gap: 8px; padding: 16px 20px; max-width: 760px; }
  .icon { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #1d4ed8; color: #fff;
    display: grid; place-items: center; font-weight: 700; }
  .message { min-width: 0; }
  .app { background: #ddd; color: #616061; font-size: 10px; padding: 1px 3px; border-radius: 2px; }
  time { color: #616061; font-size: 12px; }
  h3 { font-size: 18px; line-height: 1.33; margin: 4px 0; }
  p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  ul, ol { margin: 2px 0; padding-left: 26px; }
  li { white-space: pre-wrap; overflow-wrap: anywhere; }
  pre { margin: 4px 0; padding: 8px; background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px;
    font: 12px/1.5 Monaco, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
  code { background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; color: #c01343;
    font: 12px/1.5 Monaco, 'DejaVu Sans Mono', monospace; }
  blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #ddd; white-space: pre-wrap; }
  .user { background: #e8f5fa; color: #1264a3; border-radius: 3px; padding: 0 2px; }
  .context { color: #616061; font-size: 12px; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
  button { background: #fff; border: 1px solid #bbb; border-radius: 4px; padding: 6px 12px; font: inherit; font-weight: 700; }
  img { max-width: 100%; border: 1px solid #ddd; border-radius: 8px; }
`;
