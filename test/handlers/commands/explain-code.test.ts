import { describe, expect, it } from 'vitest';
import { codeCommand } from '../../../bot/cli/commands/code.ts';
import { renderText } from '../../../bot/text.ts';
import { replyOf } from '../../../handlers/command.ts';
import { explainCodes } from '../../../handlers/commands/explain-code.ts';
import { loadCodes } from '../../../knowledge/codes/codes.ts';
import { errorCodes } from '../../../knowledge/codes/table.ts';

const codes = await loadCodes();

function answer(text: string): string {
  return renderText(replyOf(explainCodes(text, codes), ''));
}

describe('错误码', () => {
  it('tells the symbol, the meaning, the cause, the first step and the log of a code', () => {
    const text = answer('0x800f0831');

    for (const part of [
      '0x800f0831 CBS_E_STORE_CORRUPTION',
      '属于组件服务（CBS）。',
      '常见原因：旧补丁的清单缺失',
      '第一步：在 CBS.log 中',
      '看哪里：C:\\Windows\\Logs\\CBS\\CBS.log',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('tells a pair as a pair, with the phase and the logs', () => {
    const text = answer('0xC1900101/0x30018');

    expect(text).toContain('0xc1900101 - 0x30018：失败发生在首次启动阶段');
    expect(text).toContain(
      '请看 C:\\$Windows.~BT\\Sources\\Rollback\\setupapi\\setupapi.dev.log、',
    );
  });

  it('tells several pairs', () => {
    const text = answer('0xC1900101-0x30018，0xC1900101 - 0x20017');

    expect(text).toContain('首次启动阶段');
    expect(text).toContain('安全操作系统阶段');
  });

  it('asks about a code with a zero too few and assumes nothing', () => {
    const text = answer('0x8007005');

    expect(text).toContain('是否想问 0x80070005（拒绝访问）');
    expect(text).not.toContain('第一步');
  });

  it('says what another source says', () => {
    expect(answer('0x800f0923')).toContain('另有说法（微软支持页）：某个驱动或软件与升级不兼容。');
  });

  it('prints an unknown code as it is, with what it is made of', () => {
    const text = answer('0x80249999');

    expect(text).toContain('0x80249999\n未收录的代码，属于 Windows 更新（0x8024）。');
    expect(text).toContain('来源：Windows 更新；编号 0x9999（39321）。');
  });

  it('tells more than three codes in one line each', () => {
    const blocks = explainCodes('80070002 80070003 80070005 8024200d', codes);

    expect(blocks).toMatchObject([{ kind: 'list', items: { length: 4 } }]);
    expect(answer('80070002 80070003 80070005 8024200d')).toContain(
      '0x8024200d（WU_E_UH_NEEDANOTHERDOWNLOAD）：需要重新下载该更新。',
    );
  });

  it('reads well for every code: no empty part, no doubled or missing stop', () => {
    const bad = [...errorCodes().keys()].filter((code) =>
      /undefined|null|：。|。。|；。|，。|先先|（）|^\s*-\s*$/mu.test(answer(code)),
    );

    expect(bad).toEqual(['0x00000000'].filter((code) => bad.includes(code)));
  });
});

describe('caselens code --json', () => {
  it('keeps code, name and meaning first and adds the rest', async () => {
    const { codes: found, extend, suggestions } = await json('0xC1900101-0x30018', '0x8007005');

    expect(Object.keys(found[0]).slice(0, 3)).toEqual(['code', 'name', 'meaning']);
    expect(found[0]).toMatchObject({ code: '0xc1900101', family: 'MOSETUP', disputes: [] });
    expect(extend).toMatchObject({
      resultCode: '0xc1900101',
      phase: 'first-boot',
      operation: 0x18,
    });
    expect(suggestions).toMatchObject([
      { written: '0x8007005', codes: ['0x80070005', '0x80070050'] },
    ]);
  });

  it('has no extend and no suggestions where there are none', async () => {
    expect(Object.keys(await json('0x80070005'))).toEqual(['codes']);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse returns is looked at by the test.
async function json(...args: string[]): Promise<any> {
  const printed: string[] = [];
  const io = { args: [...args, '--json'], out: (text: string) => printed.push(text) };
  await codeCommand.run(io as unknown as Parameters<typeof codeCommand.run>[0]);
  return JSON.parse(printed.join('\n'));
}
