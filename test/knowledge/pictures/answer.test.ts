import { describe, expect, it } from 'vitest';
import { compose } from '../../../handlers/compose.ts';
import { createAnswering, diagnoseFiles, uploadOfBytes } from '../../support/answering.ts';
import { cbsLine, createMatcher, engineOf, signatureOf, told } from '../../support/engine.ts';
import { pictureOf } from '../../support/pictures.ts';

const wusa = pictureOf('wusa-inapplicable-dark.png');

const inapplicable = signatureOf({
  id: 'inapplicable',
  find: { code: '0x80240017', healthy: 'store is healthy' },
  when: { identified: [{ all: ['code'], none: ['healthy'] }] },
  inference: { certainty: 'likely', title: '推断', explanation: '测试用。' },
});
const engine = engineOf([inapplicable]);
const match = createMatcher();
const log = [cbsLine('10:00:00', 'Failed to install update [HRESULT = 0x80240017]')];

describe('what a picture shows', () => {
  it('makes a clue of what a log would prove, without inference', async () => {
    const found = await match({ 'a.png': wusa }, engine);

    expect(told(found)).toEqual(['inapplicable clue']);
    expect(found.ranked[0]?.cause.inference).toBeNull();
    expect(found.ranked[0]?.cause.evidence[0]).toMatchObject({
      input: 'a.png',
      text: expect.stringContaining('0x80240017'),
    });
    expect(found.shown).toContain('KB5011048');
  }, 60_000);

  it('takes nothing from the log beside it, whichever comes first', async () => {
    const after = await match({ 'CBS.log': log, 'a.png': wusa }, engine);
    const before = await match({ 'a.png': wusa, 'CBS.log': log }, engine);

    expect(told(after)).toEqual(['inapplicable identified']);
    expect(told(before)).toEqual(['inapplicable identified']);
    expect(after.ranked[0]?.cause.evidence.map(({ input }) => input)).toEqual(['CBS.log']);
  }, 60_000);

  it('is left unread where pictures are switched off, and a log loses nothing by that', async () => {
    const limits = {
      uploadMiB: 16,
      archiveEntries: 10,
      archiveRatio: 200,
      archiveDepth: 1,
      answerSeconds: 60,
      pictures: 0,
    };

    const found = await match({ 'CBS.log': log, 'a.png': wusa }, engine, { limits });

    expect(told(found)).toEqual(['inapplicable identified']);
    expect(found.reports[1]).toMatchObject({ format: 'picture', status: 'skipped' });
  });
});

describe('an answer to a screenshot', () => {
  it('explains its code, asks no more for it, and says that it was read from a picture', async () => {
    const deps = await createAnswering();

    const diagnosis = await diagnoseFiles([uploadOfBytes('报错.png', wusa)], deps);
    const { blocks } = compose(diagnosis);

    expect(diagnosis.codes.map(({ code }) => code)).toEqual(['0x80240017']);
    expect(['clue', 'unknown']).toContain(diagnosis.verdict);
    expect(diagnosis.ask.join()).not.toMatch(/报错代码|补丁编号/u);
    expect(diagnosis.inputs).toMatchObject([
      {
        name: '报错.png',
        format: 'picture',
        status: 'read',
        note: '由图片识别得到 KB5011048、0x80240017，请与原图核对。',
      },
    ]);
    expect(blocks).toContainEqual(
      expect.objectContaining({ kind: 'notice', text: expect.stringContaining('请与原图核对') }),
    );
    expect(JSON.stringify(blocks)).not.toContain('读到的日志里');
  }, 60_000);
});
