import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitsTeams, TeamsCard } from '../../../bot/teams/card/limits.ts';
import { renderTeamsMessage } from '../../../bot/teams/card/message.ts';
import type { Action, Block, Form, Reply } from '../../../handlers/reply.ts';
import { nodesOf } from './card-nodes.ts';

const nasty = [
  '[点我](https://evil.example/x)',
  '**粗** _斜_ `码` ~~删~~ # 标题',
  '<at>谭工</at>',
  '</at><at>everyone',
  '<img src=x onerror=alert(1)>',
  'https://evil.example www.evil.example a@evil.example',
  '{{DATE(2020-01-01T00:00:00Z, SHORT)}} {secret}',
  '\u202e\u2066倒着\u2069\u200f',
  '\ud83d',
  '\u0000\u001b[31m',
  '👨‍👩‍👧‍👦🏳️‍🌈',
  'C:\\$WINDOWS.~BT\\NewOS\\_x_\\*',
  '"},{"type":"Action.OpenUrl","url":"https://evil.example"},{"',
  '部件存储'.repeat(400),
  'x'.repeat(5000),
  '\n'.repeat(300),
  '',
];

const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...nasty), { maxLength: 6 }).map((parts) => parts.join(' ')),
);
const time = fc.constantFrom(null, '2026-03-02T10:14:07');
const evidence = fc.record({
  input: text,
  line: fc.integer({ min: 1, max: 90_000 }),
  text,
  time,
  times: fc.integer({ min: 1, max: 9 }),
});
const step = fc.record({
  title: text,
  detail: text,
  commands: fc.array(text, { maxLength: 4 }),
  who: fc.constantFrom('branch', 'admin', 'vendor'),
  risk: fc.constantFrom('none', 'backup', 'destructive'),
  success: text,
  undo: text,
});
const similar = fc.record({
  case: fc.constant('CAS-02564-J6C0B1'),
  title: text,
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  because: fc.array(text, { maxLength: 5 }),
  outcome: text,
  verified: fc.boolean(),
  date: fc.constantFrom(null, '2020-07-09'),
});
const line = fc.record({
  case: fc.constant('CAS-07121-A1B2C3'),
  severity: fc.constantFrom(null, 'P2'),
  title: text,
  facts: fc.array(text, { maxLength: 3 }),
  owner: fc.option(
    fc.record({ name: text, ids: fc.constant(['teams/22222222-2222-2222-2222-222222222222']) }),
  ),
  action: text,
});
const input = fc.record({
  name: text,
  format: text,
  encoding: fc.constant('utf-8'),
  lines: fc.nat(),
  bytes: fc.nat(),
  from: time,
  to: time,
  status: fc.constantFrom('read', 'partial', 'skipped'),
  reason: fc.option(text),
});
const rows = fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 60 });

const plainBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('verdict'),
    certainty: fc.constantFrom('identified', 'likely', 'clue', 'unknown'),
    title: text,
    detail: text,
  }),
  fc.record({ kind: fc.constantFrom('heading', 'paragraph', 'code'), text }),
  fc.record({ kind: fc.constant('notice'), tone: fc.constantFrom('info', 'warning'), text }),
  fc.record({
    kind: fc.constant('list'),
    items: fc.array(text, { maxLength: 40 }),
    ordered: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('proof'), evidence: fc.array(evidence, { maxLength: 30 }) }),
  fc.record({ kind: fc.constant('cases'), cases: fc.array(similar, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('steps'), steps: fc.array(step, { maxLength: 8 }) }),
  fc.record({ kind: fc.constant('case-lines'), lines: fc.array(line, { maxLength: 30 }) }),
  fc.record({ kind: fc.constant('coverage'), inputs: fc.array(input, { maxLength: 150 }) }),
  fc.record({ kind: fc.constant('table'), header: fc.array(text, { maxLength: 5 }), rows }),
  fc.record({
    kind: fc.constant('chart'),
    alt: text,
    header: fc.array(text, { minLength: 1, maxLength: 4 }),
    rows,
  }),
) as fc.Arbitrary<Block>;
const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 5, arbitrary: plainBlock },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('details' as const),
      title: text,
      blocks: fc.array(plainBlock, { maxLength: 4 }),
    }),
  },
);
const action: fc.Arbitrary<Action> = fc.record({ id: text, label: text, value: text });
const form: fc.Arbitrary<Form> = fc.record({
  id: text,
  title: text,
  submit: text,
  fields: fc.uniqueArray(
    fc.oneof(
      fc.record({
        kind: fc.constant('text' as const),
        id: fc.string({ minLength: 1, maxLength: 20 }),
        label: text,
        multiline: fc.boolean(),
        value: text,
      }),
      fc.record({
        kind: fc.constant('choice' as const),
        id: fc.string({ minLength: 1, maxLength: 20 }),
        label: text,
        choices: fc.array(fc.record({ value: text, label: text }), { maxLength: 20 }),
      }),
    ),
    { maxLength: 8, selector: ({ id }) => id },
  ),
});
const reply: fc.Arbitrary<Reply> = fc
  .record({
    blocks: fc.array(block, { maxLength: 14 }),
    actions: fc.array(action, { maxLength: 25 }),
    images: fc.constant([]),
    files: fc.constant([]),
    summary: text,
    form: fc.option(form, { nil: undefined }),
  })
  .map(({ form: asked, ...rest }) => ({ ...rest, ...(asked ? { form: asked } : {}) }));

/** Once escapes are taken out, any of this would be drawn as something else than it says. */
const markup = /[*_[\]<>`{|~&@]|:\/\/|\bwww\.|^\s*[#+-]|^\s*\d+[.)]/im;
const escapes = /\\([!-/:-@[-`{-~])/g;
const ownMention = /<at>[\p{L}\p{N} ·]+<\/at>/gu;

it('is a valid card that fits, whatever the reply holds', () => {
  fc.assert(
    fc.property(reply, (any) => {
      const { card, summary } = renderTeamsMessage(any);

      const json = JSON.stringify(card);
      expect(TeamsCard.safeParse(JSON.parse(json)).error).toBeUndefined();
      expect(fitsTeams(json)).toBe(true);
      expect(summary).not.toBe('');
    }),
    { numRuns: 300 },
  );
});

it('lets nothing of what it shows become markup, a link or a mention', () => {
  fc.assert(
    fc.property(reply, (any) => {
      const { card } = renderTeamsMessage(any);

      for (const { type, text: drawn = '', codeSnippet = '' } of nodesOf(card.body)) {
        if (type === 'TextBlock') {
          expect(drawn.replace(ownMention, '').replace(escapes, 'x')).not.toMatch(markup);
        } else {
          expect(`${drawn}${codeSnippet}`).not.toMatch(/<\/?at>|\{\{DATE\(/i);
        }
      }
      expect(nodesOf(card).filter(({ type }) => type === 'Action.OpenUrl')).toEqual([]);
      for (const { text: mention } of card.msteams?.entities ?? []) {
        expect(mention).toMatch(/^<at>[\p{L}\p{N} ·]+<\/at>$/u);
      }
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['five thousand lines of proof', 5000, 120],
  ['fifty lines of four thousand characters', 50, 4000],
])('shows the cause first, with %s', (_, count, length) => {
  const lines = Array.from({ length: count }, (_line, index) => ({
    input: 'CBS.log',
    line: 3 * index + 1,
    text: `${'部'.repeat(length)} ${index}`,
    time: null,
    times: 1,
  }));

  const { card, rest } = renderTeamsMessage({
    blocks: [
      { kind: 'verdict', certainty: 'identified', title: '恢复分区空间不足' },
      { kind: 'proof', evidence: lines },
    ],
    actions: [{ id: 'helpful', label: '有用', value: 'i-1' }],
    images: [],
    files: [],
    summary: '恢复分区空间不足',
  });

  expect(JSON.stringify(card.body[0])).toContain('确定 · 恢复分区空间不足');
  expect(JSON.stringify(card.body)).toContain('CBS.log:1"');
  expect(card.actions).toHaveLength(1);
  expect(rest).toContain(`CBS.log:${3 * count - 2}`);
});
