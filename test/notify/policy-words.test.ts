import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/packaged-template.ts';

const { properties } = JSON.parse(readFileSync(`${ROOT}docs/notification.schema.json`, 'utf8'));

/* SNS silently drops messages that a subscription's filter policy does not name: docs/versioning.md, "Events". */
describe('words of the event that filter policies name, which never change', () => {
  it('are these for status and reason', () => {
    expect(properties.status.enum).toEqual(['created', 'reused', 'failed']);
    expect(properties.reason.enum).toEqual(['alert', 'manual', 'schedule']);
  });
});
