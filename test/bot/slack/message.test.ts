import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, renderMessage } from '../../../bot/slack/blocks/message.ts';
import { countCharacters, mostCharacters, SlackBlocks } from '../../../bot/slack/limits.ts';
import { compose } from '../../../handlers/compose.ts';
import type { Block } from '../../../handlers/reply.ts';
import { causeOf, diagnosisOf } from '../../support/diagnosis.ts';
import { everyBlock, sampleReply } from '../sample-reply.ts';

/** Every text that people see, in reading order. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(shown).join('');
  }
  if (typeof value !== 'object' || value === null) {
    return '';
  }
  const { text, alt_text, ...rest } = value as Record<string, unknown>;
  const own = typeof text === 'string' ? `${text}\n` : shown(text);
  return (
    own + (typeof alt_text === 'string' ? alt_text : '') + Object.values(rest).map(shown).join('')
  );
}

describe('renderMessage', () => {
  it('draws every kind of block, the verdict first', () => {
    const { blocks, text } = renderMessage(sampleReply());

    expect(SlackBlocks.parse(blocks)).toEqual(blocks);
    expect(blocks[0]).toMatchObject({
      type: 'header',
      text: { text: expect.stringContaining('确定 · 系统文件 WpdMtp.dll 写入被拒绝') },
    });
    const words = shown(blocks);
    for (const part of [
      '粘贴文本:1 10:24:58',
      'CAS-02713-B6R8B4',
      '【需管理员】',
      'fltmc instances',
      '不可逆·需审批',
      'CAS-07121-A1B2C3',
      '建议今日电话催收',
      '2026-03-02',
      'Panther.zip/CBS.log',
    ]) {
      expect(words).toContain(part);
    }
    expect(text).not.toBe('');
  });

  it('mentions the owner of a case by his own id, and names one who is not here', () => {
    const lines = everyBlock.filter(({ kind }) => kind === 'case-lines');

    const { blocks } = renderMessage(sampleReply(lines));

    expect(JSON.stringify(blocks)).toContain('{"type":"user","user_id":"U0000001"}');
    expect(shown(blocks)).toContain('未指定');
  });

  it('shows the picture of a chart once it is uploaded, and its table before', () => {
    const picture = { name: 'open.png', mediaType: 'image/png', bytes: new Uint8Array(9) };
    const chart: Block = {
      kind: 'chart',
      picture,
      alt: '未结案例 30 天',
      header: ['日期', '未结'],
      rows: [['2026-03-01', '12']],
    };

    const drawn = renderMessage(sampleReply([chart]), new Map([['open.png', 'F0000001']]));
    const told = renderMessage(sampleReply([chart]));

    expect(drawn.blocks).toContainEqual(
      expect.objectContaining({ type: 'image', slack_file: { id: 'F0000001' } }),
    );
    expect(shown(told.blocks)).toContain('2026-03-01');
  });

  it('offers the whole as a file when something is left out, or folded where no button unfolds it', () => {
    const folded: Block = {
      kind: 'details',
      title: '更多',
      blocks: [{ kind: 'paragraph', text: '藏着' }],
    };
    const long: Block = { kind: 'paragraph', text: '长'.repeat(20_000) };
    const withButtons = sampleReply([...everyBlock, folded]);

    const short = renderMessage(sampleReply([{ kind: 'paragraph', text: '一句' }]));
    const unfolded = renderMessage(withButtons);
    const alone = renderMessage({ ...withButtons, actions: [] });
    const cut = renderMessage(sampleReply([{ kind: 'paragraph', text: '一句' }, long]));

    expect([short.rest, unfolded.rest]).toEqual([undefined, undefined]);
    expect(alone.rest).toContain('藏着');
    expect(cut.rest).toContain('长'.repeat(20_000));
  });

  it.each(['<!channel> @here', '<@U0000001>', '<https://example.com|点这里>', '&lt;!here&gt;'])(
    'draws %j as it stands',
    (hostile) => {
      const { blocks, text } = renderMessage({
        ...sampleReply([{ kind: 'paragraph', text: hostile }]),
        summary: hostile,
      });

      expect(shown(blocks).replaceAll('\u200b', '')).toContain(hostile);
      expect(JSON.stringify(blocks)).not.toMatch(/"type":"(?:user|link|broadcast|channel|emoji)"/);
      expect(text).not.toMatch(/<|>/);
    },
  );

  it('breaks the addresses in a log, so that nobody clicks on them', () => {
    const { blocks } = renderMessage(
      sampleReply([{ kind: 'paragraph', text: 'see http://example.com and www.example.com' }]),
    );

    expect(shown(blocks)).not.toMatch(/:\/\/|www\.e/);
  });
});

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4000 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '<!channel>',
    '```',
    '*粗*',
    '\u202e反',
    '🙂'.repeat(4000),
    '&amp;',
    '案'.repeat(9000),
  ),
);

describe('a message', () => {
  it('is valid whatever a diagnosis holds', () => {
    fc.assert(
      fc.property(
        hostileText,
        hostileText,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 400 }),
        (text, other, lines, inputs) => {
          const evidence = Array.from({ length: lines }, (_, line) => ({
            input: other.slice(0, 300) || 'a.log',
            line,
            text: `${text}${line}`,
            time: null,
            times: line,
          }));
          const reply = {
            ...sampleReply([
              ...everyBlock,
              { kind: 'verdict', certainty: 'clue', title: text, detail: other },
              { kind: 'proof', evidence },
              { kind: 'list', ordered: true, items: Array.from({ length: inputs }, () => other) },
              { kind: 'code', text },
            ]),
            summary: other,
            actions: Array.from({ length: 30 }, (_, at) => ({
              id: `a${at}`,
              label: text.slice(0, 200),
              value: other.slice(0, 2000),
            })),
          };

          const message = renderMessage(reply);

          expect(SlackBlocks.safeParse(message.blocks).error).toBeUndefined();
          expect(countCharacters(message.blocks)).toBeLessThanOrEqual(mostCharacters);
          expect(message.text).not.toMatch(/<|>/);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps verdict and cause when the rest has to go', () => {
    const reply = compose(diagnosisOf({ causes: [causeOf()] }), { inquiry: 'i-1' });
    const long = {
      ...reply,
      blocks: [...reply.blocks, { kind: 'code' as const, text: 'x'.repeat(50_000) }],
    };

    const { blocks, rest } = renderMessage(long);

    expect(JSON.stringify(blocks[0])).toContain(causeOf().title);
    expect(shown(blocks)).toContain('省略了');
    expect(rest).toContain('x'.repeat(50_000));
  });
});

describe('escapeText', () => {
  it('escapes the three characters that Slack reads, and nothing else', () => {
    expect(escapeText('a<b> & *c* `d` &amp;')).toBe('a&lt;b&gt; &amp; *c* `d` &amp;amp;');
  });
});
