import { describe, expect, it } from 'vitest';
import { countCharacters, mostCharacters } from '../../../bot/slack/limits.ts';
import { deniedLines as log, openSlackWorld } from '../../support/slack-world-open.ts';

const { people } = await openSlackWorld();

describe('an answer that does not fit', () => {
  it('stays within the limits of Slack, and the whole is a file on request', async () => {
    const files = Array.from({ length: 120 }, (_, index) => ({
      name: `${'很长的文件名'.repeat(12)}-${index}.bin`,
      content: Buffer.from([0x4d, 0x5a, 0, index]),
    }));

    const spoken = await people.upload([{ name: 'setuperr.log', content: log }, ...files], {
      where: 'team',
      text: '',
    });

    const [answer] = await people.answers(spoken);
    if (!answer) {
      throw new Error('nothing was answered');
    }
    await people.press(answer, '完整分析');

    const message = (await people.list(spoken)).find(({ ts }) => ts === answer.id);
    expect(countCharacters(message?.blocks)).toBeLessThanOrEqual(mostCharacters);
    expect(answer.text).toContain('WpdMtp.dll');
    const whole = (await people.answers(spoken)).flatMap(({ files: behind }) => behind);
    expect(whole.map(({ name }) => name)).toEqual(['完整分析.txt']);
    expect(whole[0]?.text).toContain('-119.bin');
  });
});

describe('a long file', () => {
  it('is read to its end, and the answer takes the place of the placeholder', async () => {
    const line =
      '2026-03-02 10:00:00, Info                  CBS    Appl: detect Parent, Package\r\n';
    const content = `${line.repeat(20_000)}${log}`;

    const spoken = await people.upload([{ name: 'CBS.log', content }], { where: 'team', text: '' });

    const answers = await people.answers(spoken);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });
});
