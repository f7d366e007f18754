import { describe, expect, it } from 'vitest';
import { epochOf, isoOf } from '../lib/time.ts';
import { NOW } from './support/factories.ts';

describe('times as texts', () => {
  it('are in UTC, and the same time when they are read again', () => {
    expect(isoOf(NOW)).toBe('2026-03-02T10:00:00.000Z');
    expect(epochOf(isoOf(NOW))).toBe(NOW);
  });

  it('are no time where the text is none', () => {
    expect(epochOf('soon')).toBeNaN();
  });
});
