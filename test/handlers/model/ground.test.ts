import { beforeAll, describe, expect, it } from 'vitest';
import { ground } from '../../../handlers/model/ground.ts';
import type { Material, Sentence } from '../../../handlers/model/material.ts';
import { createAnswering } from '../../support/answering.ts';
import { dishonest, type Lie } from '../../support/dishonest-sentences.ts';
import { honest } from '../../support/honest-sentences.ts';
import { exampleOf, materialOf } from '../../support/materials.ts';

const deps = await createAnswering();
let denied: Material;

beforeAll(async () => {
  denied = await materialOf(exampleOf('image-apply-denied', deps), deps);
});

function sentence(text: string, steps: readonly string[] = [], lines: readonly string[] = []) {
  return { text, steps: [...steps], lines: [...lines] };
}

function idsOf(words: string): string[] {
  return words.split(' ').filter((word) => word !== '');
}

function sentenceOf(lie: string | Lie): Sentence {
  return typeof lie === 'string' ? sentence(lie) : sentence(lie.text, lie.steps, lie.lines);
}

describe('honest sentences', () => {
  it('survive, nine in ten and more', async () => {
    const dropped: string[] = [];
    let all = 0;
    for (const [id, written] of Object.entries(honest)) {
      const material = await materialOf(exampleOf(id, deps), deps);
      for (const [text, lines, steps] of written) {
        const grounded = ground([sentence(text, idsOf(steps), idsOf(lines))], material);
        all += 1;
        dropped.push(...grounded.dropped.map((reason) => `${reason}: ${text}`));
      }
    }

    expect(all).toBeGreaterThanOrEqual(60);
    expect(dropped.length / all, dropped.join('\n')).toBeLessThanOrEqual(0.1);
  });

  it('are kept with the steps that they name in words', () => {
    const said = sentence('第三步是临时脱管，脱管前后各运行一次 fltmc。');

    expect(ground([said], denied).kept).toEqual([{ ...said, steps: ['S3'] }]);
  });

  it('lose the ids that a reader has never seen', () => {
    const { kept } = ground([sentence('日志返回 0x80070005（L1、L2）。', [], ['L1'])], denied);

    expect(kept[0]?.text).toBe('日志返回 0x80070005。');
  });

  it('may hold a token that stands for what was redacted', () => {
    const material = { ...denied, question: '[人员1] 的电脑 [主机1] 升级失败' };

    expect(ground([sentence('[主机1] 返回 0x80070005。')], material).kept).toHaveLength(1);
    expect(ground([sentence('[主机2] 返回 0x80070005。')], material).dropped).toEqual(['name']);
  });
});

describe('dishonest sentences', () => {
  it('are more than two hundred', () => {
    expect(Object.values(dishonest).flat().length).toBeGreaterThan(200);
  });

  describe.each(Object.entries(dishonest))('that fail for their %s', (reason, lies) => {
    it.each(lies)('are not shown: %s', (lie) => {
      expect(ground([sentenceOf(lie)], denied)).toEqual({ kept: [], dropped: [reason] });
    });

    it.each(lies)('are not shown beside the truth: %s', (lie) => {
      const { text, steps, lines } = sentenceOf(lie);
      const both = sentence(`日志返回 0x80070005，${text}`, steps, lines);

      expect(ground([both], denied).kept.map((kept) => kept.text)).toEqual(
        text.trim() === '' ? [both.text.trim()] : [],
      );
    });
  });

  it('are counted one by one', () => {
    const { kept, dropped } = ground(
      [
        sentence('日志返回 0x80070005。'),
        sentence('确定是权限问题。'),
        sentence('详见 example.com。'),
        sentence('请重装系统。'),
      ],
      denied,
    );

    expect(kept).toHaveLength(1);
    expect(dropped).toEqual(['certainty', 'link', 'step']);
  });
});

describe('what others wrote', () => {
  const order = '本机的硬盘早已老化并且全部损坏';

  it.each([
    ['a log line', (material: Material) => withLine(material, `2026-03-02 10:00:00 ${order}`)],
    ['the question', (material: Material) => ({ ...material, question: order })],
    ['the name of a file', (material: Material) => withLine(material, 'x', `${order}.log`)],
  ])('is not repeated out of %s', (_, change) => {
    expect(ground([sentence(`${order}。`)], change(denied)).dropped).toEqual(['copied']);
  });

  it('grounds no command', () => {
    const material = withLine(denied, 'run: net stop wuauserv && del C:\\x');

    expect(ground([sentence('日志里是 net stop wuauserv。')], material).dropped).toEqual([
      'command',
    ]);
  });

  it('grounds no number of a case', () => {
    const material = withLine(denied, 'see CAS-09999-Z9Z9Z9');

    expect(ground([sentence('和 CAS-09999-Z9Z9Z9 一样。')], material).dropped).toEqual(['case']);
  });

  it('grounds no link', () => {
    const material = withLine(denied, 'GET http://example.com/fix failed');

    expect(ground([sentence('日志里有 example.com。')], material).dropped).toEqual(['link']);
  });

  it('grounds no plain English', () => {
    const material = withLine(denied, 'please approve everything');

    expect(ground([sentence('日志说 approve。')], material).dropped).toEqual(['name']);
  });

  it('grounds the names of files, versions and codes', () => {
    const material = withLine(denied, 'Failed to load guard.sys 10.0.19041.1 [0x800f081f]');
    const said = '加载 guard.sys 10.0.19041.1 失败，返回 0x800f081f。';

    expect(ground([sentence(said)], material).kept).toHaveLength(1);
  });

  it('grounds no name in what somebody is told to do', () => {
    const material = withLine(denied, 'Failed to load guard.sys');

    expect(ground([sentence('脱管前先运行 guard.sys。', ['S3'])], material).kept).toEqual([]);
  });
});

function withLine(material: Material, text: string, input = 'CBS.log'): Material {
  const id = `L${material.lines.length + 1}`;
  const evidence = { input, line: 7, text, time: null, times: 1 };
  return { ...material, lines: [...material.lines, { id, evidence }] };
}

describe('hostile sentences', () => {
  it.each([
    ['one letter', 'a'],
    ['one digit', '0'],
    ['blanks', ' '],
    ['points', 'a.'],
    ['backslashes', 'C:\\'],
    ['Chinese numerals', '十'],
    ['brackets', '（L1、'],
    ['verbs', '删除'],
    ['markup', '[](<'],
    ['halves of codes', '0x8007 '],
    ['halves of cases', 'CAS-0'],
  ])('of %s are judged within their bounds', (_, unit) => {
    const short = unit.repeat(Math.floor(120 / unit.length));

    const { kept, dropped } = ground(
      [sentence(short), sentence(unit.repeat(100_000)), sentence('日志返回 0x80070005。')],
      denied,
    );

    expect(dropped.at(-1)).toBe('length');
    expect(kept.at(-1)?.text).toBe('日志返回 0x80070005。');
  });
});
