import { describe, expect, it } from 'vitest';
import { displayWidth, renderText } from '../../bot/text.ts';
import type { Block } from '../../handlers/reply.ts';
import { everyBlock, sampleReply } from './sample-reply.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be gone.
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

function render(...blocks: Block[]): string {
  return renderText(sampleReply(blocks));
}

describe('renderText', () => {
  it('draws every kind of block, in the order given', () => {
    const text = render(...everyBlock);

    expect(text.split('\n').slice(0, 2)).toEqual([
      '确定 · 系统文件 WpdMtp.dll 写入被拒绝，升级在释放系统映像时中止',
      '发生在升级第一阶段（旧系统内），尚未重启。',
    ]);
    for (const part of [
      '依据\n粘贴文本:1 10:24:58 Error SP SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT',
      'Error 0x80070005[gle=0x00000005]（×3）',
      'CAS-02564-J6C0B1 深圳分行升级失败（升级）（2020-07）',
      'TMS 脱管后安装成功（已验证）',
      '1. 【需管理员】对本机临时解除 TMS 管控\n   解除前后',
      '     fltmc instances',
      '   成功标志：第二次的输出里不再有 TMS 的驱动',
      '   撤销方法：重新下发管控策略',
      '2. 【分行可做】清理后全新安装（不可逆·需审批）',
      '3. 【需厂商】请厂商加入白名单（需备份）',
      '1. 补丁编号（KB…）和报错代码',
      '- CBS.log',
      '    fltmc > %USERPROFILE%',
      'CAS-02564-J6C0B1 | 深圳 | 已解决',
      '注意：日志里有密码，已隐去。',
      '提示：同类问题曾在其他客户出现 2 次。',
      '完整分析：\n  错误码\n  0x80070005',
      '已读取 2 个文件，共 48,225 行；1 个只读取了一部分；1 个未能读取。',
      'Panther.zip/CBS.log 只读取了一部分，48,211 行（cbs，2026-03-02 10:02–10:31）：末尾不完整',
      'CbsPersist_20260301.cab 未能读取：文件不完整，请重新压缩上传',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says of a single input in one sentence how much was read', () => {
    const [input] = everyBlock.flatMap((block) => (block.kind === 'coverage' ? block.inputs : []));

    expect(render({ kind: 'coverage', inputs: input ? [input] : [] })).toBe(
      '已读取：粘贴文本 全部 14 行（setuperr）。',
    );
    expect(render({ kind: 'coverage', inputs: [] })).toBe('没有读到任何内容。');
  });

  it('shows the day when the proof spans several', () => {
    const line = { input: 'a.log', text: 'x', times: 1 };

    const text = render({
      kind: 'proof',
      evidence: [
        { ...line, line: 1, time: '2026-01-01T10:00:00' },
        { ...line, line: 2, time: '2026-01-02T10:00:00' },
      ],
    });

    expect(text).toBe('a.log:1 2026-01-01 10:00:00 x\na.log:2 2026-01-02 10:00:00 x');
  });

  it('keeps a time stamp that is not the one it shows', () => {
    const text = render({
      kind: 'proof',
      evidence: [
        { input: 'a', line: 1, text: '2020-01-01 00:00:00, Info x', time: null, times: 1 },
      ],
    });

    expect(text).toBe('a:1 2020-01-01 00:00:00, Info x');
  });

  it.each(['\u001b[31mred', 'a\u202egnp.exe', '\u0007'])(
    'lets no control character of %j reach a terminal',
    (hostile) => {
      const text = render(
        { kind: 'verdict', certainty: 'clue', title: hostile, detail: hostile },
        { kind: 'paragraph', text: hostile },
        { kind: 'code', text: hostile },
        {
          kind: 'proof',
          evidence: [{ input: hostile, line: 1, text: hostile, time: null, times: 1 }],
        },
        { kind: 'table', header: [hostile], rows: [[hostile]] },
      );

      expect(text).not.toMatch(control);
    },
  );

  it('lines up columns by what a terminal shows', () => {
    const lines = render({ kind: 'table', header: ['名', 'b'], rows: [['abc', '二']] }).split('\n');

    const columns = lines.map((line) => displayWidth(line.slice(0, line.indexOf('|'))));
    expect(new Set(columns).size).toBe(1);
  });

  it('names attachments and asks for what a form asks', () => {
    const text = renderText(
      sampleReply([{ kind: 'paragraph', text: '好' }], {
        files: [{ name: '草稿.txt', mediaType: 'text/plain', bytes: new Uint8Array() }],
        form: {
          id: 'f',
          title: '开案例',
          submit: '提交',
          fields: [
            { kind: 'text', id: 't', label: '标题', multiline: false },
            {
              kind: 'choice',
              id: 's',
              label: '级别',
              choices: [
                { value: 'P1', label: 'P1' },
                { value: 'P2', label: 'P2' },
              ],
            },
          ],
        },
      }),
    );

    expect(text).toBe('好\n\n附件：草稿.txt\n\n开案例，请提供：\n- 标题\n- 级别（P1 / P2）');
  });
});
