import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayNameOf } from '../../lib/captures/display-name.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { anyCharacter } from '../support/any-text.ts';
import { aCapture, anAlert, HOUR, NOW, without } from '../support/factories.ts';

const WINDOW = windowEndingAt(NOW, 2);
const ID = 'c0ffee00000000000000000000000001';

describe('display name: a capture without a name of its own', () => {
  it.each([
    {
      name: 'of an alert',
      capture: aCapture(),
      read: 'Checkout unreachable - Shop checkout - 2026-03-02T10:00Z [c0ffee00]',
    },
    {
      name: 'of an alert without a rule’s name',
      capture: aCapture({ alert: without(anAlert(), 'ruleName') }),
      read: 'alert - Shop checkout - 2026-03-02T10:00Z [c0ffee00]',
    },
    {
      name: 'whose test only the alert names',
      capture: without(aCapture({ alert: anAlert({ testName: 'Portal' }) }), 'testName'),
      read: 'Checkout unreachable - Portal - 2026-03-02T10:00Z [c0ffee00]',
    },
    {
      name: 'by hand',
      capture: without(aCapture({ reason: 'manual' }), 'alert', 'testName'),
      read: 'manual - test 3417721 - 2026-03-02T10:00Z [c0ffee00]',
    },
    {
      name: 'by schedule',
      capture: without(aCapture({ reason: 'schedule' }), 'alert', 'testName'),
      read: 'schedule - test 3417721 - 2026-03-02T10:00Z [c0ffee00]',
    },
    {
      name: 'with other scripts',
      capture: aCapture({ testName: '支払い', alert: anAlert({ ruleName: 'Seite lädt ≥ 8 s' }) }),
      read: 'Seite lädt ≥ 8 s - 支払い - 2026-03-02T10:00Z [c0ffee00]',
    },
    {
      name: 'with control characters',
      capture: aCapture({ testName: 'Shop\r\n\tcheckout\u202e', alert: anAlert({ ruleName: '\0a\u2028b' }) }),
      read: 'a b - Shop checkout - 2026-03-02T10:00Z [c0ffee00]',
    },
  ])('is named by rule, test, end and id: $name', ({ capture, read }) => {
    const name = displayNameOf(capture, WINDOW);

    expect(name).toBe(read);
  });

  it('is named by the end of the range that was captured, not of its own', () => {
    const name = displayNameOf(aCapture(), windowEndingAt(NOW + HOUR, 4));

    expect(name).toContain('2026-03-02T11:00Z');
  });

  it('leaves room for the test where the rule’s name is long', () => {
    const name = displayNameOf(aCapture({ alert: anAlert({ ruleName: 'r'.repeat(500) }) }), WINDOW);

    expect(name).toMatch(/^r{40}\.\.\. - Shop checkout - 2026-03-02T10:00Z \[c0ffee00\]$/);
  });
});

describe('display name: a capture with a name of its own', () => {
  it('has it, and the id', () => {
    const name = displayNameOf(aCapture({ displayName: ' Before the\ncarrier call ' }), WINDOW);

    expect(name).toBe('Before the carrier call [c0ffee00]');
  });

  it('keeps the id where it has to be cut', () => {
    const name = displayNameOf(aCapture({ displayName: 'x'.repeat(200) }), WINDOW);

    expect(name).toBe(`${'x'.repeat(106)}... [c0ffee00]`);
  });
});

describe('display name: a name that is cut within a character', () => {
  it('stays well-formed', () => {
    const name = displayNameOf(aCapture({ displayName: `${'x'.repeat(105)}\u{1f600}yyyy` }), WINDOW);

    expect(name).toBe(`${'x'.repeat(105)}\ufffd... [c0ffee00]`);
  });
});

describe('display name: any text', () => {
  it('becomes one well-formed line of at most 120 characters that ends with the id', () => {
    const anyText = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 300 }), fc.string({ unit: 'grapheme' }));

    fc.assert(
      fc.property(anyText, anyText, fc.option(anyText, { nil: undefined }), (testName, ruleName, displayName) => {
        const capture = aCapture({
          id: ID,
          testName,
          alert: anAlert({ ruleName }),
          ...(displayName && { displayName }),
        });

        const name = displayNameOf(capture, WINDOW);

        expect(name.length).toBeLessThanOrEqual(120);
        expect(name).toMatch(/ \[c0ffee00\]$/);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });
});
