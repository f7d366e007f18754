import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEvidenceRequest } from '../../../lib/operator/evidence/evidence-request.ts';
import { A_UUID } from '../../support/factories.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/evidence.md', import.meta.url), 'utf8');

/** The templates of docs/evidence.md by heading. The first one is only a key for a user's own body. */
const TEMPLATES = [...DOCUMENT.matchAll(/^### (.+?)\n(?:(?!^#).*\n)*?```handlebars\n([^]*?)\n```/gm)].map(
  ([, name = '', text = '']) => ({ name, text: text.startsWith('{') ? text : `{${text.replace(/,$/, '')}}` }),
);

/** Documented variables of ThousandEyes, with the values that it renders. */
const VALUES: Readonly<Record<string, string>> = {
  'alert.id': A_UUID,
  'alert.rule.account.id': '74411',
  'alert.rule.name': 'Checkout unreachable',
  'alert.test.name': 'Shop checkout',
  'alert.severity.id': 'MAJOR',
};

/**
 * Renders the parts of Handlebars that these templates use: variables, and one condition. A missing variable is empty.
 */
const rendered = (text: string, isClear: boolean): string =>
  text
    .replaceAll(/\{\{#if alert\.timeCleared\}\}(.*?)\{\{else\}\}(.*?)\{\{\/if\}\}/g, isClear ? '$1' : '$2')
    .replaceAll(/\{\{([\w.]+)\}\}/g, (_, name: string) => VALUES[name] ?? '');

describe('the templates of docs/evidence.md', () => {
  it('are those of the places where tickets and chats come from', () => {
    expect(TEMPLATES.map(({ name }) => name)).toEqual([
      'Generic',
      'Slack',
      'Microsoft Teams',
      'PagerDuty',
      'ServiceNow',
    ]);
  });

  it.each(TEMPLATES)('render to JSON with the alert’s address, whatever the notification: $name', ({ text }) => {
    for (const isClear of [false, true]) {
      const body = JSON.stringify(JSON.parse(rendered(text, isClear)));

      const [address = ''] = /https:\/\/evidence\.example\.com\/[^"\\]+/.exec(body) ?? [];
      const { pathname, searchParams } = new URL(address);
      expect(readEvidenceRequest(pathname, Object.fromEntries(searchParams))).toEqual({
        ok: true,
        value: { alertId: A_UUID, aid: '74411' },
      });
    }
  });

  it.each(TEMPLATES)('use no variable that the vendor does not document: $name', ({ text }) => {
    const used = [...text.matchAll(/\{\{([\w.]+)\}\}/g)].map(([, name]) => name).filter((name) => name !== 'else');

    expect(used).toContain('alert.id');
    expect(used.filter((name) => !(String(name) in VALUES))).toEqual([]);
  });

  it.each(TEMPLATES)('have the address before the names, which may break the JSON: $name', ({ text }) => {
    expect(/name\}\}[^]*\/alerts\//.test(text)).toBe(false);
  });
});
