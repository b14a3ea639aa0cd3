import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfHtml, textOfMessage } from '../../../bot/teams/plain-text.ts';

const bot = { text: '<at>CaseLens</at>', isBot: true };

describe('text of a message', () => {
  it.each([
    ['<at>CaseLens</at> 帮助', '帮助'],
    ['<at id="0">CaseLens</at> 帮助', '帮助'],
    ['请 <at>张三</at> 看看', '请 [人员] 看看'],
    ['Failed <unknown> a<b && c>d', 'Failed <unknown> a<b && c>d'],
    ['一\n二', '一\n二'],
  ])('is what was typed: %j', (text, expected) => {
    expect(textOfMessage(text, [bot])).toBe(expected);
  });
});

describe('text of HTML', () => {
  it.each([
    ['<p>一</p><p>二</p>', '一\n二'],
    ['<p>一</p>\n<p>二</p>', '一\n二'],
    ['一<br>二<br/>三', '一\n二\n三'],
    ['<pre><code>a\n  b\n\nc</code></pre>', 'a\n  b\n\nc'],
    ['<codeblock class=""><code>a<br>&nbsp; b</code></codeblock>', 'a\n  b'],
    ['<div>a&nbsp;&nbsp;b &lt;c&gt; &amp;lt; &#65;&#x42;</div>', 'a  b <c> &lt; AB'],
    ['<ul><li>一</li><li>二</li></ul>', '一\n二'],
    ['<table><tr><td>一</td><td>二</td></tr></table>', '一\t二'],
    ['<at id="0">CaseLens</at> 帮助', '帮助'],
    ['<span itemtype="http://schema.skype.com/Mention" itemid="0">CaseLens</span> 帮助', '帮助'],
    ['<span itemtype="http://schema.skype.com/Mention">张三</span> 好', '[人员] 好'],
    [
      '<blockquote itemtype="http://schema.skype.com/Reply"><strong itemprop="mri">张三</strong><span itemprop="time"></span><p>CBS.log</p></blockquote><p>看</p>',
      'CBS.log\n看',
    ],
    ['<script>alert(1)</script>好', '好'],
    ['<attachment id="1"></attachment>好', '好'],
    ['a < b <<c', 'a < b <<c'],
    ['&#0;&#1114112;&unknown;', '&#0;&#1114112;&unknown;'],
  ])('is what is read: %j', (html, expected) => {
    expect(textOfHtml(html, [bot])).toBe(expected);
  });

  it('is never more than what was sent', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '</',
      'p',
      'at',
      'pre',
      ' ',
      '"',
      '&',
      '#',
      '1',
      ';',
      '\n',
      'script',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const html = parts.join('');

        const text = textOfHtml(html, [bot]);

        // A mention is put in other words, and a tag may become a line break.
        expect(text.length).toBeLessThanOrEqual(html.length + 4);
      }),
    );
  });

  it.each(['<', '<a ', '<at>', '&#', '<p', '<pre>', '</pre>', '<span itemprop="mri">'])(
    'comes to its end for %j over and over',
    (piece) => {
      expect(typeof textOfHtml(piece.repeat(200_000), [bot])).toBe('string');
    },
  );
});
