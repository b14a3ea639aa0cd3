import { describe, expect, it } from 'vitest';
import { redactConversation } from '../../../handlers/model/material/redaction.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';

const told: readonly (readonly [text: string, ...secrets: string[]])[] = [
  ['张建国说他的电脑升级失败了', '张建国'],
  ['昨天王丽娟反馈补丁装不上', '王丽娟'],
  ['刘洋的机器也一样，让李雪梅看过', '刘洋', '李雪梅'],
  ['我同事陈志强那台也不行', '陈志强'],
  ['这台是赵敏在用', '赵敏'],
  ['使用人赵敏', '赵敏'],
  ['经手人：钱多多，复核：孙小圣', '钱多多', '孙小圣'],
  ['John Smith 的电脑升级失败', 'John Smith', 'Smith'],
  ['Please help Mary Jones, her PC failed', 'Mary Jones', 'Jones'],
  ['用户 CORP\\zhang.san 登录后失败', 'zhang.san', 'CORP\\zhang'],
  ['CORP\\zhangsan 权限不足', 'zhangsan'],
  ['corp\\zhangsan 权限不足', 'zhangsan'],
  ['ICBC-BJ\\wang_li01 运行 setup', 'wang_li01'],
  ['登录名 zhangsan02 打不开', 'zhangsan02'],
  ['账号是 lisi88', 'lisi88'],
  ['域账户 icbc.com.cn/lisi', 'lisi'],
  ['邮箱 zhangsan at example.com', 'zhangsan at'],
  ['邮箱 zhangsan#example.com 或 zhangsan(at)example.com', 'zhangsan'],
  ['zhangsan [at] example [dot] com', 'zhangsan'],
  ['邮箱 zhangsan ＠ example.com', 'zhangsan'],
  ['邮箱 zhangsan＠example.com', 'zhangsan'],
  ['电话 138-0000-0001', '0000-0001'],
  ['联系 138 0000 0001', '0000 0001'],
  ['打 +86 138 0000 0001 找我', '0000 0001'],
  ['打 +86-138-0000-0001 找我', '0000-0001'],
  ['打 138.0000.0001', '0000.0001'],
  ['打13800000001找我', '13800000001'],
  ['手机１３８００００００００１', '１３８００００００００１'],
  ['138 00000001', '00000001'],
  ['1380000 0001', '0000 0001', '1380000'],
  ['010-12345678 转 801', '12345678'],
  ['(010)12345678', '12345678'],
  ['01012345678', '01012345678'],
  ['分机 8023', '8023'],
  ['主机 BJ-ICBC-PC012 失败', 'BJ-ICBC-PC012'],
  ['BJ-ICBC-PC012 失败', 'BJ-ICBC-PC012'],
  ['WS0123 蓝屏', 'WS0123'],
  ['电脑WS0123蓝屏', 'WS0123'],
  ['机器名WS0123', 'WS0123'],
  ['SHPC-00123 升级失败', 'SHPC-00123'],
  ['DESKTOP-ABC1234 升级失败', 'DESKTOP-ABC1234'],
  ['desktop-abc1234 升级失败', 'desktop-abc1234'],
  ['bj-icbc-pc012.corp.example.com 升级失败', 'bj-icbc-pc012'],
  ['IP fe80::1c2d:3e4f:5a6b:7c8d%12', '1c2d:3e4f'],
  ['地址 2001:db8::1 不通', '2001:db8'],
  ['地址 fd00:1234:5678::9 不通', 'fd00:1234'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['10.1.2.3:445 不通', '10.1.2.3'],
  ['10．1．2．3 不通', '10．1．2．3'],
  ['\\\\filesrv01\\share\\安装包\\setup.exe 打不开', 'filesrv01'],
  ['\\\\filesrv01.corp.example.com\\share$\\x', 'filesrv01'],
  ['//filesrv01/share/setup.exe', 'filesrv01'],
  ['smb://filesrv01/share', 'filesrv01'],
  ['C:\\Users\\zhangsan\\AppData\\Local\\Temp\\x.log', 'zhangsan'],
  ['C:\\Users\\张三\\Desktop\\日志.txt', '张三'],
  ['C:/Users/zhangsan/Desktop', 'zhangsan'],
  ['D:\\张建国\\日志.txt', '张建国'],
  ['D:\\backup\\张建国的日志.txt', '张建国'],
  ['文件 张建国-升级日志.zip', '张建国'],
  ['%USERPROFILE% = C:\\Users\\lisi', 'lisi'],
  ['/home/zhangsan/log', 'zhangsan'],
  ['主题：关于张建国电脑升级失败的问题', '张建国'],
  ['主题: 回复: 转发: 李雪梅 - KB5034441 安装失败', '李雪梅'],
  ['Subject: RE: Zhang Jianguo PC upgrade failed', 'Zhang Jianguo'],
  ['工号 00123456 的用户', '00123456'],
  ['员工编号:A1234567', 'A1234567'],
  ['序列号 5CD1234ABC', '5CD1234ABC'],
  ['资产编号 ICBC-2023-000123', 'ICBC-2023-000123'],
  ['SN:PF2ABCDE', 'PF2ABCDE'],
  ['密码是Abc12345', 'Abc12345'],
  ['密码 Abc@12345', 'Abc@12345'],
  ['口令就是 qwer1234', 'qwer1234'],
  ['pwd Abc!2345', 'Abc!2345'],
  ['QQ 12345678', '12345678'],
  ['加我QQ：12345678', '12345678'],
  ['微信 zhangsan_wx', 'zhangsan_wx'],
  ['微信号zhangsan_wx', 'zhangsan_wx'],
  ['身份证 110101199001011234', '110101199001011234'],
  ['身份证110101 19900101 1237', '19900101'],
  ['卡号 6222021234567890123', '6222021234567890123'],
  ['6222 0212 3456 7890 123', '6222 0212'],
  ['MAC 00-15-5D-01-02-03', '00-15-5D'],
  ['MAC 00155D010203', '00155D010203'],
  ['MAC 0015.5d01.0203', '0015.5d01'],
  ['产品密钥 AAAAA-BBBBB-CCCCC-DDDDD-EEEEE', 'AAAAA-BBBBB'],
  ['BitLocker 恢复密钥 111111-222222-333333-444444-555555-666666-777777-888888', '111111-222222'],
  ['S-1-5-21-1234567890-123456789-1234567890-1001', '1234567890-1001', '1234567890-123456789'],
  ['2025-03-11 14:02:12, Info CBS User: CORP\\lisi Machine: BJPC0123', 'lisi', 'BJPC0123'],
  ['2025-03-11 14:02:12, Info SP Computer name is BJ-ICBC-PC012', 'BJ-ICBC-PC012'],
  ['2025-03-11 14:02:12, Info SP ComputerName = BJICBCPC012', 'BJICBCPC012'],
  ['2025-03-11 14:02:12, Info SP Mapped \\\\10.1.2.3\\c$\\x', '10.1.2.3'],
  ['2025-03-11 14:02:12, Error CBS Failed for user zhangsan [HRESULT = 0x80070005]', 'zhangsan'],
  ['2025-03-11 14:02:12, Info SP Migrating user profile for ICBC\\lixuemei', 'lixuemei'],
  [
    '2025-03-11 14:02:12, Info MIG User: S-1-5-21-1111111111-2222222222-3333333333-1104 lixuemei',
    'lixuemei',
    '1111111111-2222222222',
  ],
];

describe('what a model is told of words and log lines', () => {
  it.each(told)('holds nobody and no machine of: %s', (text, ...secrets) => {
    const sent = redactConversation([{ asker: 'a', text }]).redact(text);

    expect(secrets.filter((secret) => !text.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => sent.includes(secret))).toEqual([]);
  });

  it('holds a name that stands in passing in all that is said later', () => {
    const redactor = redactConversation([{ asker: 'a', text: '昨天王丽娟反馈补丁装不上' }]);

    expect(redactor.redact('王丽娟的日志')).toBe('[人员1]的日志');
    expect(redactor.restore('[人员1]', 'a')).toBe('王丽娟');
  });

  it.each([
    '2025-06-11 20:15:03, Error CSI 00000c71 (F) Failed execution of queue item Installer: NetFx ({11111111-2222-3333-4444-555555555555}) with HRESULT 800706d9',
    '从 http://download.windowsupdate.com/x.cab 下载 KB5034441 失败，返回 0x80240438',
    '升级到 19045.4291 后 C:\\Windows\\System32\\drivers\\x.sys 版本是 10.0.19041.1',
    '周一重启后马上又失败，许多电脑都这样，余下空间 139 GB',
    '关于安装程序的说明：请由管理员运行 DISM /Online，和林区分行一样',
    'sources\\sxs 里没有，windows\\panther 下有 setupact.log',
  ])('holds what names nobody as it is: %s', (text) => {
    expect(redactConversation([{ asker: 'a', text }]).redact(text)).toBe(text);
  });

  it('holds our own texts as they are', async () => {
    const { engine } = await loadKnowledge();
    const { redact } = redactConversation([]);
    const texts = [...engine.byId.values()].map(({ explanation }) => explanation);

    const changed = texts.filter((text) => redact(text) !== text);
    expect(texts.length).toBeGreaterThan(50);
    expect(changed).toEqual([]);
  });

  it.each([
    '王',
    'a@',
    '1 ',
    '\\\\a',
    'CORP\\',
    'S-1-5-21-',
    '138 ',
    'zhang',
    '机器名',
    '密码是',
    '//a',
  ])('is bounded however often it holds %s', (unit) => {
    const text = unit.repeat(Math.floor(60_000 / unit.length));

    expect(redactConversation([{ asker: 'a', text }]).redact(text).length).toBeGreaterThan(0);
  });
});
