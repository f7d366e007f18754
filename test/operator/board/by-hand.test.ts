import { describe, expect, it } from 'vitest';
import { A_VIEWER } from '../../support/board.ts';
import { aCapture, aFailed } from '../../support/factories.ts';
import { anOperator } from '../../support/operator-harness.ts';
import { aWebhook } from '../../support/webhook-harness.ts';

/** The board that shows the capture of a quarantined body. */
const boardAt = async (body: unknown, changes: Parameters<typeof anOperator>[0] = {}) => {
  const webhook = aWebhook();
  const { body: answer } = await webhook.send(body);
  const { ask } = anOperator({
    ledger: webhook.ledger,
    readPayload: async (id) => webhook.ledger.payloads.get(id),
    ...changes,
  });
  const page = await ask('GET /', { query: { find: answer.captureId } });
  const valueOf = (name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page.body)?.[1];
  return { answer, html: String(page.body), valueOf };
};

describe('the board at a body that could not be read', () => {
  it('has the form for a capture by hand, open, with what could be read, and says how sure that is', async () => {
    const { answer, html, valueOf } = await boardAt(
      '{"alert":{"testId":3417721,"testName":"a "b" c","ruleAid":74411}}',
    );

    expect(answer.status).toBe('quarantined');
    expect(html).toContain('<details class="by-hand" id="by-hand" open>');
    expect([valueOf('testId'), valueOf('aid'), valueOf('endDate')]).toEqual([
      '3417721',
      '74411',
      '2026-03-02T10:00:00',
    ]);
    expect(html).toContain('<b>check each value</b>');
    expect(html).toContain('It names the test 3417721. It names the account group 74411.');
  });

  it('chooses none of several', async () => {
    const { html, valueOf } = await boardAt({ test_id: '1', test_name: 'a', testId: '999' });

    expect(valueOf('testId')).toBe('');
    expect(html).toContain('It names several tests, of which none is filled in: 1, 999. It names no account group.');
  });

  it('shows nothing of the body but ids', async () => {
    const { html } = await boardAt('{"testId":"7","x":"<script>alert(1)</script>","broken');

    expect(html).not.toContain('alert(1)');
  });

  it('reads a body of bytes that are no text', async () => {
    const { valueOf } = await boardAt(Buffer.from('{"testId":"7","name":"\xff\xfe', 'latin1'));

    expect(valueOf('testId')).toBe('7');
  });

  it('says that the body is no longer stored', async () => {
    const { html, valueOf } = await boardAt('{"testId":"7",', { readPayload: async () => undefined });

    expect(valueOf('testId')).toBe('');
    expect(html).toContain('The body of this alert is no longer stored.');
  });

  it('offers one who may only view no form', async () => {
    const { html } = await boardAt('{"testId":"7",', { recognize: async () => A_VIEWER });

    expect(html).not.toContain('id="by-hand"');
  });

  it.each([aFailed({ id: 'a'.repeat(32) }), aCapture({ id: 'a'.repeat(32) })])(
    'is the board with an empty form at any other capture',
    async (capture) => {
      const { add, ask } = anOperator();
      await add(capture);

      const { body } = await ask('GET /', { query: { find: capture.id } });

      expect(body).toContain('<details class="by-hand" id="by-hand">');
      expect(body).not.toContain('check each value');
    },
  );
});

describe('an alert that names a test by neither id nor UUID', () => {
  it('is quarantined, and found at its evidence address with what it said', async () => {
    const webhook = aWebhook();
    const { body } = await webhook.send({
      eventType: 'ALERT_NOTIFICATION_TRIGGER',
      eventId: '1',
      alert: { alertId: 203114456, ruleAid: 74411, testName: 'Shop', severity: 'Major', type: 'HTTP Server' },
    });
    const { ask } = anOperator({ ledger: webhook.ledger });

    const found = await ask('GET /alerts/203114456', { query: { aid: '74411' } });

    expect(body.status).toBe('quarantined');
    expect(found.body.items).toMatchObject([
      { id: body.captureId, state: 'failed', severity: 'major', testName: 'Shop', failure: { code: 'quarantined' } },
    ]);
  });
});
