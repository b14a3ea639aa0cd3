import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { actOn } from '../../handlers/act.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { hour, openDesk, textsOf, wordsOf } from '../support/conversation.ts';
import { findings } from '../support/findings.ts';

const tan: Asker = { face: 'test', id: 'u1', role: 'staff', name: '谭工' };
const lin: Asker = { face: 'test', id: 'u2', role: 'staff', name: '林工' };
const hubei: Asker = {
  face: 'test',
  id: 'b1',
  role: 'branch',
  customer: '工商银行',
  branch: '湖北分行',
};

const desk = await openDesk();
const { deps, say } = desk;
const log = findings[0]?.lines.join('\n') ?? '';
const temporary = /TMP-\d{8}-[A-Z0-9]{4}/u;

/** Somebody talking in a conversation of its own; time passes while he does. */
function talk(asker: Asker = tan) {
  const conversation = randomUUID();
  return {
    conversation,
    async tell(text: string, by: Asker = asker) {
      desk.pass(60_000);
      return say(text, { conversation, asker: by });
    },
    async press(action: string, value: string, fields: Record<string, string> = {}, by = asker) {
      desk.pass(60_000);
      return actOn({ asker: by, conversation, action, value, fields }, deps);
    },
  };
}

function numberIn(answered: { reply: { summary: string } }): string {
  return temporary.exec(answered.reply.summary)?.[0] ?? '';
}

function stored(number: string): Promise<Case | undefined> {
  return deps.store.findCase(number);
}

/** A case of our own in the store. */
async function put(index: number, parts: Partial<Case> = {}): Promise<string> {
  const number = caseNumber(index);
  await deps.store.importCase(
    caseOf({ case: number, status: 'open', closed: null, title: '补丁安装失败', ...parts }),
  );
  return number;
}

describe('a case from its opening to its end', () => {
  it('keeps its history under the number of the CRM', async () => {
    const { tell, press } = talk();
    await tell(log);
    const number = numberIn(await tell('开案例 工行 湖北分行 升级失败 P2 5-6台'));
    await tell(`更新案例 ${number} 等待客户 日志，负责人 谭工，已电话联系`);
    await tell('关联 CAS-07121-A1B2C3');
    await tell('更新案例 CAS-07121-A1B2C3 结果：脱管后升级成功，已验证');
    const draft = await tell('归档案例 CAS-07121-A1B2C3');
    const before = await stored('CAS-07121-A1B2C3');
    const button = draft.reply.actions[0];

    const archived = await press(button?.id ?? '', button?.value ?? '');

    expect(before?.status).toBe('waiting-customer');
    expect(archived.summary).toBe('已归档 CAS-07121-A1B2C3：湖北分行 升级失败');
    expect(await stored(number)).toMatchObject({
      case: 'CAS-07121-A1B2C3',
      formerly: [number],
      customer: '工商银行',
      branch: '湖北分行',
      severity: 'P2',
      machines: { least: 5, most: 6 },
      owner: '谭工',
      status: 'archived',
      statuses: [{ status: 'open' }, { status: 'waiting-customer' }, { status: 'archived' }],
      waitingFor: null,
      progress: '已电话联系',
      resolution: '脱管后升级成功',
      verified: true,
      signatures: ['filter-driver-denies-file'],
      source: 'chat',
    });
    expect((await stored(number))?.timeline.map(({ what }) => what)).toEqual([
      '开案例：湖北分行 升级失败',
      '状态：等待客户；等待的内容：日志；负责人：谭工；已电话联系',
      expect.stringContaining('关联为 CAS-07121-A1B2C3'),
      '结果：脱管后升级成功；验证：已验证',
      '案例归档。',
    ]);
  });

  it('is found by the number that it was opened with', async () => {
    const { tell } = talk();
    const number = numberIn(await tell('开案例 工行 湖北分行 蓝屏'));
    await tell(`关联 ${number} CAS-07122-A1B2C3`);

    const shown = await tell(`案例 ${number}`);

    expect(shown.reply.summary).toBe('CAS-07122-A1B2C3 湖北分行 蓝屏');
    expect(wordsOf(shown)).toContain(`原编号 ${number}`);
  });
});

describe('开案例', () => {
  it('gives one case to one question, however often and by whomever it is asked', async () => {
    const { tell, press } = talk();
    const { id } = await tell(log);

    const first = await tell('开案例 工行 湖北分行 升级失败');
    const again = await tell('开案例 工行 另一个标题');
    const pressed = await press('ask-opening', id, {}, lin);

    const number = numberIn(first);
    expect(first.reply.summary).toContain('已开案例');
    expect(again.reply.summary).toBe(`案例 ${number} 已经有了：湖北分行 升级失败`);
    expect(pressed.summary).toBe(again.reply.summary);
    expect((await deps.store.findInquiry(id))?.case).toBe(number);
  });

  it('gives two cases to two questions', async () => {
    const { tell } = talk();
    await tell(log);
    const first = numberIn(await tell('开案例 工行 升级失败'));
    await tell('另一台机器 KB5034441 0x80070643');

    const second = numberIn(await tell('开案例 工行 补丁失败'));

    expect(second).not.toBe('');
    expect(second).not.toBe(first);
  });

  it('gives one case to one title where nothing was asked', async () => {
    const { tell } = talk();

    const numbers = [
      numberIn(await tell('开案例 工行 升级失败')),
      numberIn(await tell('开案例 工行 升级失败')),
      numberIn(await tell('开案例 工行 补丁失败')),
    ];

    expect(numbers[1]).toBe(numbers[0]);
    expect(numbers[2]).not.toBe(numbers[0]);
  });

  it('takes the number that is written, and shows the case that has it', async () => {
    const first = await talk().tell('开案例 CAS-07123-A1B2C3 工行 升级失败');
    const again = await talk().tell('开案例 CAS-07123-A1B2C3 工行 别的');

    expect(first.reply.summary).toBe('已开案例 CAS-07123-A1B2C3：升级失败');
    expect(again.reply.summary).toBe('案例 CAS-07123-A1B2C3 已经有了：升级失败');
  });

  it('asks in a form for what is missing, with what the answer knows in it', async () => {
    const { tell, press } = talk();
    const { id } = await tell(`湖北分行 升级失败\n${log}`);

    const asked = await press('ask-opening', id);

    expect(asked.form).toMatchObject({ id: `open-case:${id}`, submit: '开案例' });
    const values = Object.fromEntries(
      asked.form?.fields.map((field) => [field.id, 'value' in field ? field.value : '']) ?? [],
    );
    expect(values).toMatchObject({
      title: '系统文件 WpdMtp.dll 被拒绝访问',
      branch: '湖北分行',
      customer: '',
      symptom: '湖北分行 升级失败',
    });

    const opened = await press(`open-case:${id}`, '', {
      ...values,
      customer: 'ICBC',
      severity: 'p1',
    });

    expect(await stored(temporary.exec(opened.summary)?.[0] ?? '')).toMatchObject({
      customer: '工商银行',
      branch: '湖北分行',
      severity: 'P1',
      symptom: '湖北分行 升级失败',
      logs: expect.arrayContaining([expect.stringContaining('WpdMtp.dll')]),
    });
  });

  it('asks again, and keeps what was filled in, when the customer is none of ours', async () => {
    const { press } = talk();

    const reply = await press('open-case:', '', { title: '升级失败', customer: '火星银行' });

    expect(reply.summary).toContain('请写明客户：工商银行、农业银行');
    expect(reply.form?.fields).toContainEqual(
      expect.objectContaining({ id: 'title', value: '升级失败' }),
    );
  });

  it('opens a case of its own customer and branch for a branch, whatever it writes', async () => {
    const { tell } = talk(hubei);

    const number = numberIn(await tell('开案例 农行 深圳分行 升级失败 P1'));

    expect(await stored(number)).toMatchObject({
      customer: '工商银行',
      branch: '湖北分行',
      severity: 'P1',
      timeline: [{ by: 'customer' }],
    });
  });

  it('gives no number of the CRM to a branch', async () => {
    const { reply } = await talk(hubei).tell('开案例 CAS-07199-A1B2C3 升级失败');

    expect(reply.summary).toContain('案例号由支持工程师关联');
    expect(await stored('CAS-07199-A1B2C3')).toBeUndefined();
  });

  it('stores nothing that names people, and nothing without end', async () => {
    const { tell } = talk();
    const secret = '联系人朱先生 13800000001 zhang@example.com 密码：Abc12345';

    const number = numberIn(
      await tell(`开案例 工行 ${'长'.repeat(200)}\n${secret}\n${'长'.repeat(5000)}`),
    );

    const one = await stored(number);
    expect(one?.title.length).toBeLessThanOrEqual(120);
    expect(one?.symptom.length).toBeLessThanOrEqual(2000);
    expect(JSON.stringify(one)).not.toMatch(/13800000001|zhang@example|Abc12345|朱先生/u);
  });
});

describe('更新案例', () => {
  it('changes nothing when the same is said twice', async () => {
    const number = await put(301);
    const { tell } = talk();
    await tell(`更新案例 ${number} 等待客户 日志，负责人 谭工，已电话联系`);
    const once = await stored(number);

    const again = await tell(`更新案例 ${number} 等待客户 日志，负责人 谭工，已电话联系`);

    expect(again.reply.summary).toBe(`${number} 没有变化。`);
    expect(await stored(number)).toEqual(once);
  });

  it('shows both values when somebody else was first, and changes nothing', async () => {
    const number = await put(302);
    const mine = talk();
    const theirs = talk(lin);
    const form = (await mine.press('edit-case', number)).form;
    const other = (await theirs.press('edit-case', number)).form;
    await theirs.press(other?.id ?? '', '', { status: 'waiting-vendor', waitingFor: 'TMS 厂商' });

    const reply = await mine.press(form?.id ?? '', '', {
      status: 'waiting-customer',
      waitingFor: '日志',
      progress: '已电话联系',
    });

    expect(JSON.stringify(reply.blocks)).toContain(
      '状态已由别人改为“等待厂商”，您要改成“等待客户”。',
    );
    expect(JSON.stringify(reply.blocks)).toContain(
      '等待的内容已由别人改为“TMS 厂商”，您要改成“日志”。',
    );
    expect(await stored(number)).toMatchObject({ status: 'waiting-vendor', progress: '' });
  });

  it('takes from a form only what was changed in it', async () => {
    const number = await put(303, { severity: 'P2' });
    const mine = talk();
    const theirs = talk(lin);
    const form = (await mine.press('edit-case', number)).form;
    await theirs.tell(`更新案例 ${number} 严重级别 P1`);

    await mine.press(form?.id ?? '', '', {
      status: 'keep',
      severity: 'keep',
      owner: '林工',
      machines: '3',
      waitingFor: '',
    });

    expect(await stored(number)).toMatchObject({
      severity: 'P1',
      owner: '林工',
      machines: { least: 3, most: 3 },
      status: 'open',
    });
  });

  it('speaks of the case of the conversation when no number is written', async () => {
    const { tell } = talk();
    await tell(log);
    const number = numberIn(await tell('开案例 工行 升级失败'));

    await tell('更新案例 已重新收集日志');

    expect((await stored(number))?.progress).toBe('已重新收集日志');
  });

  it('takes from a customer the progress alone, as his', async () => {
    const number = await put(304, { branch: '湖北分行' });

    await talk(hubei).tell(`更新案例 ${number} 等待厂商，负责人 谭工，已重新收集`);

    expect(await stored(number)).toMatchObject({
      status: 'open',
      owner: null,
      progress: '等待厂商，负责人 谭工，已重新收集',
      timeline: [{}, { by: 'customer' }],
    });
    const reply = await talk(hubei).press('edit-case', number);
    expect(reply.form?.fields.map(({ id }) => id)).toEqual(['progress']);
  });

  it('takes nothing from a customer that his form does not hold', async () => {
    const number = await put(305, { branch: '湖北分行' });

    await talk(hubei).press(`update-case:${number}`, '', {
      status: 'waiting-vendor',
      owner: '林工',
    });

    expect(await stored(number)).toMatchObject({ status: 'open', owner: null });
  });

  it('names the engineers that there are when the owner is none of them', async () => {
    const number = await put(306);

    const { reply } = await talk().tell(`更新案例 ${number} 负责人 王大明`);

    expect(reply.summary).toContain('谭工、林工');
    expect(wordsOf({ reply })).not.toContain('王大明');
    expect((await stored(number))?.owner).toBeNull();
  });

  it('archives nothing', async () => {
    const number = await put(307);

    const { reply } = await talk().tell(`更新案例 ${number} 状态 已归档`);

    expect(reply.summary).toContain('归档案例 CAS-…');
    expect((await stored(number))?.status).toBe('open');
  });
});

describe('关联', () => {
  it('files the question of the conversation under a case that is there', async () => {
    const number = await put(311);
    const { tell } = talk();
    const { id } = await tell(log);

    const linked = await tell(`关联 ${number}`);
    const again = await tell(`关联 ${number}`);

    expect(linked.reply.summary).toContain(`已归入 ${number}`);
    expect(again.reply.summary).toContain('没有变化');
    expect((await deps.store.findInquiry(id))?.case).toBe(number);
    expect(await stored(number)).toMatchObject({ signatures: ['filter-driver-denies-file'] });
  });

  it('shows what the two say differently', async () => {
    const number = await put(312, { owner: '林工', resolution: '重装' });
    const { tell } = talk();
    const own = numberIn(await tell('开案例 工行 升级失败'));
    await tell(`更新案例 ${own} 负责人 谭工`);

    const { reply } = await tell(`关联 ${own} ${number}`);

    expect(wordsOf({ reply })).toMatch(/负责人：已存“林工”.*谭工.*保留已存的/u);
  });

  it('refuses cases of two customers', async () => {
    const to = await put(313, { customer: '农业银行' });
    const { tell } = talk();
    const own = numberIn(await tell('开案例 工行 升级失败'));

    const { reply } = await tell(`关联 ${own} ${to}`);

    expect(reply.summary).toContain('属于不同的客户');
    expect(await stored(own)).toMatchObject({ case: own });
  });

  it('refuses a second number of the CRM', async () => {
    const numbers = [await put(314), await put(315)];

    const { reply } = await talk().tell(`关联 ${numbers.join(' ')}`);

    expect(reply.summary).toContain('已经是正式案例号');
    expect(await Promise.all(numbers.map(stored))).toMatchObject(
      numbers.map((number) => ({ case: number })),
    );
  });
});

describe('归档案例', () => {
  it('archives nothing before it is confirmed, then once', async () => {
    const number = await put(321);
    const { tell } = talk();
    await tell(`归档案例 ${number}`);
    const drafted = await stored(number);

    await tell(`归档案例 ${number} 确认`);
    const again = await tell(`归档案例 ${number} 确认`);

    expect(drafted?.status).toBe('open');
    expect(await stored(number)).toMatchObject({ status: 'archived' });
    expect(again.reply.summary).toBe(`${number} 没有变化。`);
  });

  it('is not confirmed by a button of a draft that the case has left behind', async () => {
    const number = await put(322);
    const { tell, press } = talk();
    const { reply } = await tell(`归档案例 ${number}`);
    await tell(`更新案例 ${number} 等待厂商 补丁`, lin);

    const pressed = await press('archive-case', reply.actions[0]?.value ?? '');

    expect(JSON.stringify(pressed.blocks)).toContain(
      '状态已由别人改为“等待厂商”，您要改成“已归档”。',
    );
    expect((await stored(number))?.status).toBe('waiting-vendor');
  });
});

describe('lists', () => {
  it('show the most urgent first, of these whoever stands still the longest', async () => {
    const { deps: own, say: ask } = await openDesk();
    const at = (since: string) => ({
      statuses: [{ status: 'open' as const, since }],
      closed: null,
    });
    for (const [index, severity, since] of [
      [1, 'P2', '2026-02-20'],
      [2, 'P1', '2026-03-01'],
      [3, 'P2', '2026-02-10'],
      [4, null, '2026-01-01'],
    ] as const) {
      await own.store.importCase(
        caseOf({ case: caseNumber(index), status: 'open', severity, owner: '谭工', ...at(since) }),
      );
    }
    await own.store.importCase(caseOf({ case: caseNumber(5), status: 'archived' }));

    const { reply } = await ask('未结案例', { asker: tan });

    const lines = reply.blocks.flatMap((block) => (block.kind === 'case-lines' ? block.lines : []));
    expect(lines.map((line) => line.case)).toEqual([2, 3, 1, 4].map(caseNumber));
    expect(lines[1]).toMatchObject({
      facts: ['工商银行', '处理中 20 天'],
      owner: { name: '谭工', ids: expect.arrayContaining(['slack/U0000001']) },
    });
    expect((await ask('未结案例 P1', { asker: tan })).reply.summary).toBe('未结案例 P1（1 个）');
    expect((await ask('我的案例', { asker: lin })).reply.summary).toBe('我的案例：没有。');
    expect((await ask('我的案例', { asker: tan })).reply.summary).toBe('我的案例（4 个）');
  });

  it('are cut with a count and a way to see the rest', async () => {
    const { deps: own, say: ask } = await openDesk();
    for (let index = 1; index <= 45; index += 1) {
      await own.store.importCase(
        caseOf({ case: caseNumber(index), status: 'open', closed: null, owner: '张三' }),
      );
    }

    const first = await ask('未结案例');
    const last = await ask('未结案例 3');

    expect(textsOf(first, 'heading')).toEqual(['未结案例（45 个，第 1/3 页）']);
    expect(textsOf(first, 'paragraph')).toEqual(['…另有 25 个，回复“未结案例 2”查看下一页。']);
    expect(last.reply.blocks).toMatchObject([{}, { lines: { length: 5 } }]);
    expect(wordsOf(first)).not.toContain('张三');
  });
});

describe('a question of long ago', () => {
  it('is no longer what 开案例 speaks of', async () => {
    const { tell } = talk();
    const { id } = await tell(log);
    desk.pass(8 * 24 * hour);

    await tell('开案例 工行 升级失败');

    expect((await deps.store.findInquiry(id))?.case).toBeUndefined();
  });
});
