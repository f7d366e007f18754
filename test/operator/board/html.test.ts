import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, httpUrl, markupOf, type Part } from '../../../lib/operator/board/html.ts';
import { anyCharacter } from '../../support/any-text.ts';

/** Texts that have broken out of other pages. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus=alert(1) x='",
  '</title></textarea><svg/onload=alert(1)>',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '&#60;script&#62;',
  '`${alert(1)}`',
  '{{constructor.constructor("alert(1)")()}}',
  '\0<\u0000script>',
  '\ud800<b>',
  '\u202e</p>',
  '<\u2028/p>',
  'javascript:alert(1)',
];
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE, '<', '>', '"', "'", '&', '`', '='), fc.string({ unit: anyCharacter })))
    .map((parts) => parts.join('')),
);

/** An escaped text as a browser reads it. */
const unescape = (text: string) => text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

describe('html: a text from outside', () => {
  it('stays text, in an element and in an attribute, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [, attribute = '', content = ''] =
          markupOf(html`<p title="${text}">${text}</p>`).match(/^<p title="([^]*)">([^]*)<\/p>$/) ?? [];

        for (const part of [attribute, content]) {
          expect(part).not.toMatch(/[<>"'`\0]/);
          expect(part.replaceAll(/&#\d+;/g, '')).not.toContain('&');
          expect(unescape(part)).toBe(text.toWellFormed().replaceAll('\0', '\u{fffd}'));
        }
      }),
    );
  });

  it('cannot pass for a piece of HTML, not even as an object of JSON', () => {
    const forged = JSON.parse('{"markup":"<b>","Symbol(markup)":"<b>","map":1}') as never;

    expect(() => html`<p>${forged}</p>`).toThrow(/map/);
  });
});

describe('html: what may stand in a template', () => {
  it.each<{ name: string; part: Part; text: string }>([
    { name: 'a piece, once', part: html`<b>${'&'}</b>`, text: '<b>&#38;</b>' },
    { name: 'a list of pieces and texts', part: [html`<i>`, '<', [1]], text: '<i>&#60;1' },
    { name: 'zero', part: 0, text: '0' },
    { name: 'nothing, if it is absent', part: [undefined, null, false, ''], text: '' },
  ])('$name', ({ part, text }) => {
    expect(markupOf(html`${part}`)).toBe(text);
  });
});

describe('html: a URL from outside', () => {
  it.each([
    ['https://qkzvw.share.thousandeyes.com/view?a=1&b=2', 'https://qkzvw.share.thousandeyes.com/view?a=1&b=2'],
    ['http://127.0.0.1:3000/share/w1', 'http://127.0.0.1:3000/share/w1'],
    ['xhttps://elsewhere.example', undefined],
    ['httpsx://elsewhere.example', undefined],
    ['javascript:alert(1)', undefined],
    [' JaVaScRiPt:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,<script>', undefined],
    ['//elsewhere.example', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j leads to %j', (url, expected) => {
    expect(httpUrl(url)).toBe(expected);
  });
});
