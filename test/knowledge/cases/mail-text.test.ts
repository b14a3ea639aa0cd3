import { describe, expect, it } from 'vitest';
import { textOfHtml } from '../../../knowledge/cases/html-text.ts';
import { splitQuotes } from '../../../knowledge/cases/mail-quotes.ts';

describe('the text of a page', () => {
  it.each([
    ['<p>一</p><p>二</p>', '一\n\n二'],
    ['一<br>二<BR/>三', '一\n二\n三'],
    [
      '<table><tr><td>序号</td><td>CAS号</td></tr><tr><td>1</td><td>CAS-02564</td></tr></table>',
      '序号\n\nCAS号\n\n1\n\nCAS-02564',
    ],
    ['<style>p{}</style><!-- 不 --><script>alert(1)</script>看', '看'],
    ['a&nbsp;b&lt;c&gt;&#20013;&#x6587;&amp;lt;', 'a b<c>中文&lt;'],
    ['<a href="http://example.com/?a=1&b=2">链接</a>', '链接'],
    ['3 < 5 and 7 > 2', '3 < 5 and 7 > 2'],
    ['<p>未闭合', '未闭合'],
    ['<unclosed', '<unclosed'],
  ])('%s', (html, text) => {
    expect(textOfHtml(html).replace(/\n+/g, '\n')).toBe(text.replace(/\n+/g, '\n'));
  });

  it.each([
    '<',
    '<a',
    '<!--',
    '<style>',
    '&',
    '<a>',
    '</',
    '<p',
    '&#1',
    '<td>',
    '\n',
    '<a b="',
    '>',
  ])(
    'of %j without end takes bounded time',
    (part) => {
      const started = performance.now();

      textOfHtml(part.repeat(Math.ceil(8_000_000 / part.length)));

      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});

describe('what a mail quotes', () => {
  const outlook =
    '发件人: Guo Min <guomin@example.com>\n发送时间: 2022年8月15日 16:26\n收件人: 蒋瑶\n主题: 回复: 补丁\n\n请查询哈希值。';
  const qq =
    '------------------ 原始邮件 ------------------\n发件人: "Guo Min" <guomin@example.com>;\n发送时间: 2022年8月15日(星期一) 下午4:26\n收件人: "蒋瑶"\n主题: 补丁\n\n请查询哈希值。';
  const english =
    '________________________________\nFrom: Guo Min <guomin@example.com>\nSent: Monday, August 15, 2022 4:26 PM\nTo: Jiang\nSubject: RE: KB\n\n请查询哈希值。';
  const foxmail = '在 2022-08-15 16:26:00，"Guo Min" <guomin@example.com> 写道：\n> 请查询哈希值。';
  const marked = outlook
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

  it.each([
    ['Outlook', outlook],
    ['QQ', qq],
    ['English Outlook', english],
    ['Foxmail', foxmail],
    ['marked lines', marked],
  ])('in the form of %s is a mail of its own', (_, quoted) => {
    const { own, quoted: found } = splitQuotes(`结果如下\n\n${quoted}`);

    expect(own).toBe('结果如下');
    expect(found).toMatchObject([{ sender: 'Guo Min', at: '2022-08-15T16:26:00' }]);
    expect(found[0]?.text.trim()).toBe('请查询哈希值。');
  });

  it('may quote in turn', () => {
    const { quoted } = splitQuotes(
      `三\n${outlook}\n${outlook.replace('15日 16:26', '12日 09:00')}`,
    );

    expect(quoted.map(({ at }) => at)).toEqual(['2022-08-15T16:26:00', '2022-08-12T09:00:00']);
  });

  it('without a time is left out, since nobody can tell where it belongs', () => {
    const { own, quoted } = splitQuotes('三\n发件人: Guo Min\n主题: 补丁\n\n旧内容');

    expect([own, quoted]).toEqual(['三', []]);
  });

  it('is not every line that begins like a header', () => {
    const text = '日志里有一行：\nFrom: C:\\Windows\\Logs\n请看。';

    expect(splitQuotes(text)).toEqual({ own: text, quoted: [] });
  });

  it.each([
    '>',
    '> ',
    '发件人:',
    '发件人: a\n',
    '在 2022',
    '在2022 写道：\n',
    '*',
    ':',
    '<',
    '发送时间: 2\n',
    '_',
  ])(
    '%j without end takes bounded time',
    (part) => {
      const started = performance.now();

      splitQuotes(part.repeat(Math.ceil(5_000_000 / part.length)));

      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
