import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExact, isIdentifier, likeness, tokenize } from '../../../knowledge/search/tokens.ts';

describe('tokenize', () => {
  it.each([
    ['WpdMtp.dll', ['wpdmtp.dll', 'wpdmtp', 'dll']],
    ['0x800F0985', ['0x800f0985']],
    ['KB5014692。', ['kb5014692']],
    ['CAS-02713-B6R8B4', ['cas-02713-b6r8b4', 'cas', 'b6r8b4']],
    ['拒绝访问', ['拒绝', '绝访', '访问']],
    ['脱管TMS', ['脱管', 'tms']],
    ['STATUS_ACCESS_DENIED', ['status_access_denied', 'access', 'denied']],
    ['C:\\Windows\\WinSxS\\x', ['winsxs']],
    ['10.0.17763.3046 12:30 2024-03-09', []],
    ['the update failed 补丁', []],
    ['arch amd64, nonSxS, pkt {l:8 b:31bf3856ad364e35}', []],
    ['tmpreflt.sys...', ['tmpreflt.sys', 'tmpreflt', 'sys']],
    ['', []],
  ])('cuts %s', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  it('keeps an identifier whole between Chinese words', () => {
    expect(tokenize('删除wpdmtp.dll报错')).toContain('wpdmtp.dll');
  });

  it('takes no notice of capitals', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), (text) => {
        expect(tokenize(text.toUpperCase())).toEqual(tokenize(text.toLowerCase()));
      }),
    );
  });
});

describe('likeness', () => {
  it.each([
    ['wpdmtp.dll', 'wpdmtp.dll', 1],
    ['abc', 'xyz', 0],
  ])('of %s and %s is %f', (left, right, expected) => {
    expect(likeness(left, right)).toBe(expected);
  });

  it.each([
    ['wpdmtp.dll', 'wdpmtp.dll', 'usbstor.sys'],
    ['trustedinstaller', 'trustedinstaler', 'tiworker'],
    ['psfxreverse', 'psfxrevers', 'psexec'],
  ])('of %s is greater with %s than with %s', (word, misspelt, other) => {
    expect(likeness(word, misspelt)).toBeGreaterThan(likeness(word, other));
  });

  it('is the same both ways and between 0 and 1', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/u);
    fc.assert(
      fc.property(word, word, (left, right) => {
        const both = likeness(left, right);

        expect(both).toBe(likeness(right, left));
        expect(both).toBeGreaterThanOrEqual(0);
        expect(both).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a word', () => {
  it.each([
    ['0x80070005', true],
    ['80070005', true],
    ['kb5014692', true],
    ['cas-02713-b6r8b4', true],
    ['wpdmtp.dll', false],
    ['kbase', false],
    ['deadbeefs', false],
  ])('%s is the same or it is not: %s', (word, expected) => {
    expect(isExact(word)).toBe(expected);
  });

  it.each([
    ['wpdmtp', true],
    ['wsus', false],
    ['拒绝', false],
    ['0x80070005', false],
  ])('%s is an identifier: %s', (word, expected) => {
    expect(isIdentifier(word)).toBe(expected);
  });
});
