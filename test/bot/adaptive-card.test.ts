import { describe, expect, it } from 'vitest';
import { type AdaptiveCard, renderCard } from '../../bot/adaptive-card.ts';
import { parseSubmitted } from '../../bot/card/form.ts';
import { escapeMarkdown } from '../../bot/card/markdown.ts';
import type { Block } from '../../handlers/reply.ts';
import type { Step } from '../../knowledge/diagnosis.ts';
import { everyBlock, sampleReply } from './sample-reply.ts';

interface Node {
  type?: string;
  id?: string;
  text?: string;
  isVisible?: boolean;
  targetElements?: string[];
  [property: string]: unknown;
}

/** Every object in the card that has a type. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) {
    return value.flatMap(nodesOf);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return [value as Node, ...Object.values(value).flatMap(nodesOf)];
}

/** Once escapes are taken out, any of this would be drawn as something else than it says. */
const markup = /[*_[\]<>`{|~&@]|:\/\/|\bwww\.|^\s*[#+-]|^\s*\d+[.)]/im;
const bothEnds = /BEGIN x{100,} … x+ END/;
const omission = /内容较长，省略了 \d+ 部分。请看控制台。/;
const emptyLine = /\n\n/g;
const escapes = /\\([!-/:-@[-`{-~])/g;

/** What a reader sees, TextBlocks with their escapes undone. */
function shownText(card: AdaptiveCard): string {
  return nodesOf(card.body)
    .filter(({ text }) => typeof text === 'string')
    .map(({ type, text }) => (type === 'TextBlock' ? text?.replace(escapes, '$1') : text))
    .join('\n');
}

function sizeOf(card: AdaptiveCard): number {
  return Buffer.byteLength(JSON.stringify(card));
}

describe('renderCard', () => {
  it('draws every kind of block, the verdict first', () => {
    const card = renderCard(sampleReply());

    expect(card.version).toBe('1.5');
    expect(card.body[0]).toMatchObject({ type: 'Container', style: 'good' });
    const text = shownText(card);
    for (const part of [
      '确定 · 系统文件 WpdMtp.dll 写入被拒绝',
      '很可能 · 由终端管控（TMS）',
      '粘贴文本:1',
      'CAS-02713-B6R8B4',
      '【需管理员】',
      '（不可逆·需审批）',
      '（需备份）',
      '成功标志：第二次的输出里不再有 TMS 的驱动',
      'fltmc instances',
      '湖北',
      '日志里有密码，已隐去。',
      '最里面',
      'CbsPersist_20260301.cab 未能读取',
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each([
    ['identified', 'good', '确定'],
    ['likely', 'accent', '很可能'],
    ['clue', 'warning', '线索'],
    ['unknown', 'emphasis', '未识别'],
  ] as const)('colours %s as %s', (certainty, style, word) => {
    const card = renderCard(sampleReply([{ kind: 'verdict', certainty, title: '标题' }]));

    expect(card.body[0]).toMatchObject({ style });
    expect(shownText(card)).toBe(`${word} · 标题`);
  });

  it('sets log lines in monospace runs, which read no Markdown', () => {
    const card = renderCard(sampleReply(everyBlock.filter(({ kind }) => kind === 'proof')));

    const runs = nodesOf(card.body).filter(({ type }) => type === 'TextRun');
    expect(runs.find(({ text }) => text?.includes('WpdMtp.dll'))).toMatchObject({
      fontType: 'Monospace',
      text: expect.stringContaining('C:\\$WINDOWS.~BT\\NewOS'),
    });
  });

  it('keeps both ends of a long log line, and the whole of it folded away', () => {
    const text = `BEGIN ${'x'.repeat(1000)} END`;
    const evidence = [{ input: 'a', line: 1, text, time: null, times: 1 }];

    const card = renderCard(sampleReply([{ kind: 'proof', evidence }]));

    const [short, open, close, whole] = card.body;
    expect(JSON.stringify(short)).toMatch(bothEnds);
    expect(open).toMatchObject({ type: 'ActionSet', isVisible: true });
    expect(close).toMatchObject({ type: 'ActionSet', isVisible: false });
    expect(whole).toMatchObject({ isVisible: false });
    expect(JSON.stringify(whole)).toContain(text);
  });

  it('names every element once, and toggles only elements that exist', () => {
    const card = renderCard(sampleReply([...everyBlock, ...everyBlock]), { idPrefix: 'a7' });

    const nodes = nodesOf(card);
    const ids = nodes
      .filter(
        ({ type }) => type?.startsWith('Input') || type === 'Container' || type === 'ActionSet',
      )
      .flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id.startsWith('a7-'))).toBe(true);
    const targets = nodes.flatMap(({ targetElements }) => targetElements ?? []);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('sends action and value with a button', () => {
    const { actions } = renderCard(sampleReply());

    expect(actions[0]).toMatchObject({
      type: 'Action.Submit',
      title: '有用',
      data: { action: 'feedback-useful', value: 'i-1' },
    });
  });

  it('draws a form, whose fields come back apart from action and value', () => {
    const card = renderCard(
      sampleReply([], {
        form: {
          id: 'open-case',
          title: '开案例',
          submit: '提交',
          fields: [
            { kind: 'text', id: 'action', label: '标题', multiline: true, value: '旧' },
            { kind: 'choice', id: 'level', label: '级别', choices: [{ value: 'P1', label: '一' }] },
          ],
        },
      }),
    );
    const inputs = nodesOf(card.body).filter(({ type }) => type?.startsWith('Input.'));
    const entered = Object.fromEntries(inputs.map(({ id }) => [id, `entered ${id}`]));

    const submitted = parseSubmitted({ ...(card.actions[0]?.data as object), ...entered });

    expect(submitted).toEqual({
      action: 'open-case',
      value: '',
      fields: { action: 'entered field:action', level: 'entered field:level' },
    });
  });

  it.each([undefined, null, 'x', {}, { action: 1, value: '' }])(
    'takes %j for no button of ours',
    (data) => {
      expect(parseSubmitted(data)).toBeUndefined();
    },
  );

  it('carries pictures inside, and nothing that points elsewhere', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const images = [{ name: '趋势.png', mediaType: 'image/png', bytes }];

    const card = renderCard(sampleReply([], { images }));

    expect(card.body[0]).toMatchObject({ type: 'Image', url: 'data:image/png;base64,AQID' });
  });
});

const hostile = [
  '[点我](https://evil.example/x)',
  '**bold** _em_ `code` ~~gone~~',
  '<at>everyone</at> <img src=x onerror=alert(1)>',
  'https://evil.example www.evil.example a@evil.example',
  '# heading',
  '1. one\n2) two\n- three\n+ four\n> five',
  '{{DATE(2020-01-01T00:00:00Z, SHORT)}} {secret}',
  '| a | b |\n|---|---|',
  '&lt;b&gt; &amp;',
  'C:\\$WINDOWS.~BT\\NewOS\\_x_\\*',
];

describe('escapeMarkdown', () => {
  it.each(hostile)('leaves %j what it says', (text) => {
    const undone = escapeMarkdown(text).replace(escapes, '$1').replace(emptyLine, '\n');

    expect(undone).toBe(text);
  });

  it.each([
    ['[a](b)', '\\[a\\](b)'],
    ['*a*', '\\*a\\*'],
    ['http://a', 'http\\://a'],
    ['WWW.a', 'WWW\\.a'],
    ['1. a', '1\\. a'],
    [' - a', '\u00a0\\- a'],
    ['# a', '\\# a'],
    ['<at>', '\\<at\\>'],
    ['{{DATE(x)}}', '\\{\\{DATE(x)\\}\\}'],
    ['a\n\n\nb', 'a\n\nb'],
    ['\u001b[1m', '\ufffd\\[1m'],
    ['KB5034441 返回 0x80070643。', 'KB5034441 返回 0x80070643。'],
  ])('turns %j into %j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it.each(hostile)('lets %j become no markup wherever it stands in a reply', (text) => {
    const step: Step = {
      title: text,
      detail: text,
      commands: [text],
      who: 'branch',
      risk: 'backup',
      success: text,
      undo: text,
    };
    const blocks: Block[] = [
      { kind: 'verdict', certainty: 'clue', title: text, detail: text },
      { kind: 'heading', text },
      { kind: 'paragraph', text },
      { kind: 'list', items: [text], ordered: false },
      { kind: 'proof', evidence: [{ input: text, line: 1, text, time: null, times: 1 }] },
      { kind: 'code', text },
      { kind: 'steps', steps: [step] },
      { kind: 'table', header: [text], rows: [[text]] },
      { kind: 'notice', tone: 'info', text },
    ];

    const card = renderCard(sampleReply(blocks, { actions: [] }));

    for (const { type, text: drawn = '' } of nodesOf(card.body)) {
      if (type === 'TextBlock') {
        expect(drawn.replace(escapes, 'x')).not.toMatch(markup);
      }
      expect(drawn).not.toContain('{{DATE(');
    }
  });
});

describe('a card with a limit', () => {
  const long = '很长的一段分析。'.repeat(400);
  const big: Block[] = [
    { kind: 'verdict', certainty: 'identified', title: '原因', detail: long },
    { kind: 'heading', text: '依据' },
    {
      kind: 'proof',
      evidence: [{ input: 'a', line: 1, text: 'y'.repeat(20_000), time: null, times: 1 }],
    },
    { kind: 'table', header: ['a'], rows: Array.from({ length: 500 }, (_, row) => [`行 ${row}`]) },
    { kind: 'details', title: '完整分析', blocks: [{ kind: 'paragraph', text: long }] },
    ...everyBlock,
  ];

  it.each([60_000, 28_000, 12_000, 6_000, 3_000])('fits into %i bytes and says so', (maxBytes) => {
    const card = renderCard(sampleReply(big), { maxBytes, omittedHint: '请看控制台。' });

    expect(sizeOf(card)).toBeLessThanOrEqual(maxBytes);
    expect(shownText(card)).toContain('确定 · 原因');
    expect(shownText(card)).toMatch(omission);
  });

  it('leaves out what is folded away before anything that is seen', () => {
    const blocks: Block[] = [
      { kind: 'verdict', certainty: 'likely', title: '原因' },
      { kind: 'details', title: '完整分析', blocks: [{ kind: 'paragraph', text: long }] },
      { kind: 'paragraph', text: '结尾' },
    ];

    const card = renderCard(sampleReply(blocks), { maxBytes: 4000 });

    expect(shownText(card)).toContain('结尾');
    expect(shownText(card)).not.toContain('分析');
  });

  it('says nothing when everything fits', () => {
    const card = renderCard(sampleReply(), { maxBytes: 100_000 });

    expect(shownText(card)).not.toContain('省略');
  });
});
