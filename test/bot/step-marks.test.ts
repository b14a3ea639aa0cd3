import { describe, expect, it } from 'vitest';
import { renderCard } from '../../bot/adaptive-card.ts';
import { renderMessage } from '../../bot/slack/blocks/message.ts';
import { renderTeamsMessage } from '../../bot/teams/card/message.ts';
import { renderText } from '../../bot/text.ts';
import type { Reply } from '../../handlers/reply.ts';
import { stepOf } from '../support/diagnosis.ts';
import { sampleReply } from './sample-reply.ts';

const steps = [stepOf('查看驱动'), stepOf('查看磁盘')];
const marked = sampleReply([{ kind: 'steps', steps, marks: ['验证 1-1：', '验证 1-2：'] }]);
const numbered = sampleReply([{ kind: 'steps', steps }]);

const byNumber = /"text":"1|"ordered"/u;

const faces: readonly [string, (reply: Reply) => unknown][] = [
  ['Slack', renderMessage],
  ['Teams', renderTeamsMessage],
  ['the console', (reply) => renderCard(reply)],
];

describe('steps with marks of their own', () => {
  it.each(faces)('bear them in place of numbers on %s', (_, render) => {
    const drawn = JSON.stringify(render(marked));

    for (const mark of ['验证 1-1：', '验证 1-2：']) {
      expect(drawn).toContain(mark);
    }
    expect(drawn).not.toMatch(byNumber);
    expect(JSON.stringify(render(numbered))).toMatch(byNumber);
  });

  it('bear them in place of numbers as plain text', () => {
    expect(renderText(marked)).toBe(
      '验证 1-1：【分行可做】查看驱动\n验证 1-2：【分行可做】查看磁盘',
    );
    expect(renderText(numbered)).toBe('1. 【分行可做】查看驱动\n2. 【分行可做】查看磁盘');
  });
});
