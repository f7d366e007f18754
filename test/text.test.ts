import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiLine, oneLine, plainForChat, withoutLinks } from '../lib/text.ts';

const anyText = fc.string({
  unit: fc.constantFrom(...'ab é日<>@*_~`|[](){}#\\:/\n\r\t\0'.split(''), '\u202e', '\u2028', '\u{1f600}', '\ud83d'),
  maxLength: 60,
});

describe('text on one line', () => {
  it.each([
    { name: 'line breaks', value: 'a\r\nb\nc', line: 'a b c' },
    { name: 'control characters', value: 'a\0\u001b[2Jb', line: 'a [2Jb' },
    { name: 'format characters', value: 'a\u202eb\u200bc', line: 'a b c' },
    { name: 'the separators of lines and paragraphs', value: 'a\u2028b\u2029c', line: 'a b c' },
    { name: 'blanks between', value: 'a  \u00a0 b', line: 'a b' },
    { name: 'blanks around', value: ' a ', line: 'a' },
    { name: 'nothing else', value: 'Zürich 東京', line: 'Zürich 東京' },
    { name: 'nothing at all', value: ' \n ', line: '' },
  ])('folds $name', ({ value, line }) => {
    expect(oneLine(value, 20)).toBe(line);
  });

  it('is whole at its greatest length, and ends with dots where it is longer', () => {
    expect(oneLine('abcdefgh', 8)).toBe('abcdefgh');
    expect(oneLine('abcdefghi', 8)).toBe('abcde...');
  });

  // A name by hand with half of a character in it was sent on as it was.
  it('has no half of a character, cut or not', () => {
    expect(oneLine('a\ud83db', 8)).toBe('a\ufffdb');
    expect(oneLine('abcd\u{1f600}efgh', 8)).toBe('abcd\ufffd...');
  });

  it('is well-formed, at most as long as allowed and has no control character, for any text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 3, max: 40 }), (value, max) => {
        const line = oneLine(value, max);

        expect(line.length).toBeLessThanOrEqual(max);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s|\s\s|\s$/u);
      }),
    );
  });
});

describe('text in ASCII', () => {
  it.each([
    { value: 'Zürich', line: 'Zurich' },
    { value: 'ﬁne', line: 'fine' },
    { value: '東京', line: '' },
    { value: 'a 東京 b', line: 'a b' },
    { value: '東京 shop', line: 'shop' },
    { value: ' ~tilde\n', line: '~tilde' },
  ])('keeps what there is of $value', ({ value, line }) => {
    expect(asciiLine(value, 20)).toBe(line);
  });

  it('is no longer than allowed where its letters become more', () => {
    expect(asciiLine('ﬃﬃﬃ', 6)).toBe('ffi...');
  });
});

describe('text beside links', () => {
  it.each([
    { value: 'https://evil.example', plain: 'https evil.example' },
    { value: 'https：／／evil.example', plain: 'https evil.example' },
    { value: 'https:∕∕evil.example', plain: 'https evil.example' },
    { value: 'https: //evil.example', plain: 'https evil.example' },
    { value: 'a\u3164\u115fb', plain: 'a b' },
    { value: 'Shop: checkout/pay', plain: 'Shop: checkout/pay' },
    { value: 'Zürich 東京', plain: 'Zürich 東京' },
  ])('has no link in it: $value', ({ value, plain }) => {
    expect(withoutLinks(value, 40)).toBe(plain);
  });

  it('has none, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a:/ ：／∕⁄'.split('')), maxLength: 20 }), (value) => {
        expect(withoutLinks(value, 40)).not.toMatch(/[:：]\s*[/／∕⁄]{2}/);
      }),
    );
  });
});

describe('text for a chat', () => {
  it.each([
    { name: 'bold, italics and code', value: '*a* _b_ ~c~ `d`', plain: 'a b c d' },
    { name: 'a mention', value: 'to <!channel> @here', plain: 'to !channel here' },
    { name: 'a link with a text', value: '[x](https://evil.example)', plain: 'x https evil.example' },
    { name: 'a link', value: 'https://evil.example', plain: 'https evil.example' },
    {
      name: 'wide forms of them',
      value: '＜!channel＞ ＠here ［x］（https：／／evil）',
      plain: '!channel here x https evil',
    },
    { name: 'a heading, a table and braces', value: '# a | {b} \\c', plain: 'a b c' },
    { name: 'nothing of a plain name', value: 'Shop: checkout/pay', plain: 'Shop: checkout/pay' },
  ])('takes away what is markup: $name', ({ value, plain }) => {
    expect(plainForChat(value, 40)).toBe(plain);
  });

  it('is on one line and no longer than allowed', () => {
    expect(plainForChat('a\nb*cdefgh', 8)).toBe('a b c...');
  });
});
