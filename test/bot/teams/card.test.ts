import { createRequire } from 'node:module';
import type * as Cards from 'adaptivecards';
import { describe, expect, it } from 'vitest';
import { parseTeamsAction } from '../../../bot/teams/card/action.ts';
import { mostBytes, TeamsCard } from '../../../bot/teams/card/limits.ts';
import { renderTeamsMessage } from '../../../bot/teams/card/message.ts';
import type { Block, CaseLine, Form } from '../../../handlers/reply.ts';
import type { Evidence } from '../../../knowledge/diagnosis.ts';
import { everyBlock, sampleReply } from '../sample-reply.ts';
import { nodesOf, ofType } from './card-nodes.ts';

// Its ESM build does not load in Node.
const { AdaptiveCard, SerializationContext }: typeof Cards = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
);

function cardOf(blocks: readonly Block[], rest = {}) {
  return renderTeamsMessage(sampleReply(blocks, rest)).card;
}

function lineOf(line: number, text: string, more: Partial<Evidence> = {}): Evidence {
  return { input: 'CBS.log', line, text, time: null, times: 1, ...more };
}

describe('renderTeamsMessage', () => {
  it('draws every kind of block whole', () => {
    const { card, rest, summary } = renderTeamsMessage(sampleReply());

    expect(TeamsCard.safeParse(card).error).toBeUndefined();
    expect(rest).toBeUndefined();
    expect(summary).toBe('确定：WpdMtp.dll 写入被拒绝');
    expect(card.msteams).toEqual({ width: 'Full' });
    expect(card.body[0]).toMatchObject({ type: 'Container', style: 'good' });
  });

  it('is read by the renderer of Microsoft without a complaint but for CodeBlock', () => {
    const { card } = renderTeamsMessage(sampleReply());
    const parsed = new AdaptiveCard();
    const context = new SerializationContext();

    parsed.parse(JSON.parse(JSON.stringify(card)), context);
    const problems = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at));

    expect(parsed.getItemCount()).toBe(card.body.length);
    expect(parsed.validateProperties().validationEvents).toEqual([]);
    expect(problems.map(({ message }) => message).filter((one) => !/CodeBlock/.test(one))).toEqual(
      [],
    );
  });

  it('sets the lines of a log in code, numbered as the log is, neighbours together', () => {
    const evidence = [lineOf(12, 'first'), lineOf(13, 'second', { times: 3 }), lineOf(99, 'third')];

    const { body } = cardOf([{ kind: 'proof', evidence }]);

    expect(ofType(body, 'CodeBlock')).toMatchObject([
      { codeSnippet: 'first\nsecond（×3）', language: 'PlainText', startLineNumber: 12 },
      { codeSnippet: 'third', startLineNumber: 99 },
    ]);
    expect(JSON.stringify(body)).toContain('CBS.log:12–13');
    expect(JSON.stringify(body)).toContain('CBS.log:99');
  });

  it('repeats code in fixed width for clients that do not know it', () => {
    const { body } = cardOf([{ kind: 'code', text: 'fltmc\n  reagentc /info' }]);

    const [code] = ofType(body, 'CodeBlock');
    expect(ofType(code?.fallback, 'TextRun')).toMatchObject([
      { text: 'fltmc', fontType: 'Monospace' },
      { text: '\u00a0\u00a0reagentc /info', fontType: 'Monospace' },
    ]);
  });

  it.each([
    ['a long line', [lineOf(1, `${'x'.repeat(2000)} END`)]],
    ['many lines', Array.from({ length: 30 }, (_, index) => lineOf(2 * index, `line ${index}`))],
  ])('offers the whole when it shows %s shorter', (_, evidence) => {
    const { rest = '' } = renderTeamsMessage(sampleReply([{ kind: 'proof', evidence }]));

    expect(rest).toContain(evidence.at(-1)?.text);
  });

  it('says that something is missing, and where it can be had', () => {
    const blocks: Block[] = [
      { kind: 'verdict', certainty: 'likely', title: '原因' },
      { kind: 'details', title: '完整分析', blocks: [{ kind: 'code', text: '行\n'.repeat(9000) }] },
    ];

    const { card, rest } = renderTeamsMessage(sampleReply(blocks), '全文见随后的文件。');

    expect(JSON.stringify(card)).toContain('省略了 1 部分。全文见随后的文件。');
    expect(rest?.length).toBeGreaterThan(9000);
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(mostBytes);
  });

  it('folds what is folded, and aims only at what is there', () => {
    const card = cardOf([...everyBlock]);

    const targets = ofType(card, 'Action.ToggleVisibility').flatMap((one) => one.targetElements);
    const ids = nodesOf(card).map(({ id }) => id);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !ids.includes(target as string))).toEqual([]);
  });
});

describe('a mention of who looks after a case', () => {
  const base: CaseLine = {
    case: 'CAS-07121-A1B2C3',
    severity: 'P2',
    title: '补丁安装失败',
    facts: ['湖北分行'],
    owner: { name: '谭工', ids: ['slack/U0000001', 'teams/22222222-2222-2222-2222-222222222222'] },
    action: '建议今日电话催收',
  };
  const cardWith = (...lines: CaseLine[]) => cardOf([{ kind: 'case-lines', lines }]);

  it('is text and entity, once a person', () => {
    const card = cardWith(base, { ...base, case: 'CAS-07122-A1B2C3' });

    expect(card.msteams?.entities).toEqual([
      {
        type: 'mention',
        text: '<at>谭工</at>',
        mentioned: { id: '22222222-2222-2222-2222-222222222222', name: '谭工' },
      },
    ]);
    expect(ofType(card, 'TextBlock').map(({ text }) => text)).toContain(
      '湖北分行 · 负责人 <at>谭工</at> → 建议今日电话催收',
    );
  });

  it.each([
    ['of another platform', { name: '谭工', ids: ['slack/U0000001'] }],
    ['with markup in the name', { name: '谭</at>工', ids: ['teams/22222222'] }],
    ['with an id of no form', { name: '谭工', ids: ['teams/a b'] }],
  ])('is not made for somebody %s, whose name stands there', (_, owner) => {
    const card = cardWith({ ...base, owner });

    expect(card.msteams).toEqual({ width: 'Full' });
    expect(JSON.stringify(card)).toContain(`负责人 ${owner.name.replace('</', '<\u200b/')}`);
  });

  it('names the second of two namesakes without', () => {
    const other = { name: '谭工', ids: ['teams/33333333'] };

    const card = cardWith(base, { ...base, owner: other });

    expect(card.msteams?.entities).toHaveLength(1);
    expect(JSON.stringify(card).match(/负责人 <at>/g)).toHaveLength(1);
  });
});

describe('buttons and forms', () => {
  const form: Form = {
    id: 'open-case:i-1',
    title: '开案例',
    submit: '提交',
    fields: [
      { kind: 'text', id: 'title', label: '标题', multiline: false, value: '旧' },
      { kind: 'choice', id: 'level', label: '级别', choices: [{ value: 'P1', label: '一' }] },
    ],
  };

  it('are Execute, with Submit for clients that do not know it', () => {
    const [first] = cardOf([]).actions;

    const same = { title: '有用', data: { action: 'feedback-useful', value: 'i-1' } };
    expect(first).toMatchObject({ type: 'Action.Execute', verb: 'feedback-useful', ...same });
    expect(first?.fallback).toMatchObject({ type: 'Action.Submit', ...same });
  });

  it('moves what is more than six to the overflow menu', () => {
    const actions = Array.from({ length: 9 }, (_, at) => ({
      id: `a${at}`,
      label: '按',
      value: '',
    }));

    const card = cardOf([], { actions });

    expect(card.actions.map(({ mode }) => mode)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      ...Array.from({ length: 3 }, () => 'secondary'),
    ]);
  });

  it.each([
    ['an invoke', (data: object) => ({ action: { type: 'Action.Execute', verb: 'x', data } })],
    ['a message', (data: object) => data],
  ])('come back from %s with what was entered', (_, wrap) => {
    const card = cardOf([], { form, actions: [] });
    const entered = Object.fromEntries(
      nodesOf(card.body)
        .filter(({ type }) => type?.startsWith('Input.'))
        .map(({ id }) => [id, `entered ${id}`]),
    );

    const action = parseTeamsAction(wrap({ ...(card.actions[0]?.data as object), ...entered }));

    expect(action).toEqual({
      action: 'open-case:i-1',
      value: '',
      fields: { title: 'entered field:title', level: 'entered field:level' },
    });
  });

  it.each([
    undefined,
    null,
    'x',
    7,
    [],
    {},
    { action: null },
    { action: {} },
    { action: { data: { action: 1, value: '' } } },
    { action: 'x' },
  ])('take %j for no button of ours', (value) => {
    expect(parseTeamsAction(value)).toBeUndefined();
  });

  it('keeps a form whose text is too long for a card', () => {
    const field = { kind: 'text' as const, id: 'a', label: '现象', multiline: true };
    const card = cardOf([...everyBlock], {
      form: { ...form, fields: [{ ...field, value: '很长'.repeat(9000) }] },
    });

    expect(TeamsCard.safeParse(card).success).toBe(true);
    expect(String(ofType(card, 'Input.Text')[0]?.value)).toHaveLength(3000);
  });
});

describe('the validator', () => {
  const { card } = renderTeamsMessage(sampleReply());
  const text = { type: 'TextBlock', text: 'a', wrap: true };
  const box = { type: 'Container', items: [text], id: 'twice' };

  it.each([
    ['an unknown element', { type: 'Media' }],
    ['an unknown property', { ...text, onClick: 'x' }],
    ['a colour that Teams does not know', { ...text, color: 'Pink' }],
    ['a picture from elsewhere', { type: 'Image', url: 'https://example.com/a.png', altText: '' }],
    ['code without a fallback', { type: 'CodeBlock', codeSnippet: 'x', language: 'PlainText' }],
    ['half a character', { ...text, text: '\ud83d' }],
    ['too much', { ...text, text: 'x'.repeat(mostBytes) }],
    ['an id that stands twice', { ...box, items: [box] }],
    [
      'a fold that hides nothing',
      {
        type: 'ActionSet',
        id: 'a',
        isVisible: true,
        actions: [{ type: 'Action.ToggleVisibility', title: 'x', targetElements: ['gone'] }],
      },
    ],
  ])('refuses %s', (_, element) => {
    expect(TeamsCard.safeParse({ ...card, body: [element] }).success).toBe(false);
  });

  it('takes the same card without it', () => {
    expect(TeamsCard.safeParse({ ...card, body: [text] }).success).toBe(true);
  });
});
