import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, NOW } from '../../support/factories.ts';
import { anOperator } from '../../support/operator-harness.ts';

const idOf = (digit: number) => String(digit).repeat(32);
const BROWSER = { accept: 'text/html,*/*' };
const rowsIn = (body: string): string[] => [...body.matchAll(/<tr role="row" id="c-(\w+)"/g)].map(([, id = '']) => id);

describe('a capture’s address', () => {
  it('is JSON for a machine, and the board at that capture for a browser', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: idOf(1) }));
    const request = `GET /captures/${idOf(1)}`;

    expect((await ask(request)).body.id).toBe(idOf(1));
    expect((await ask(request, { headers: BROWSER, query: { as: 'json' } })).body.id).toBe(idOf(1));
    expect(await ask(request, { headers: BROWSER })).toMatchObject({
      status: 303,
      headers: { location: `/?find=${idOf(1)}#c-${idOf(1)}` },
    });
  });

  it('is a page with 404 for a browser if there is none', async () => {
    const { status, headers, body } = await anOperator().ask(`GET /captures/${idOf(1)}`, { headers: BROWSER });

    expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(body).toContain('There is no capture at this address');
  });
});

describe('the board at one capture', () => {
  it('shows that one, wherever it is in the list, beside the one whose snapshot serves it', async () => {
    const { add, ask, world } = anOperator();
    await add(
      aCapture({ id: idOf(1), state: 'created', snapshot: aSnapshot() }),
      aCapture({ id: idOf(2) }),
      aCapture({ id: idOf(3), state: 'published', snapshot: aSnapshot(), announcedAt: NOW, mergedInto: idOf(1) }),
      aCapture({ id: idOf(4), state: 'created', snapshot: aSnapshot(), reusedFrom: idOf(1) }),
    );
    const find = async (id: string) => rowsIn((await ask('GET /', { query: { find: id } })).body);

    expect(await find(idOf(2))).toEqual([idOf(2)]);
    expect(await find(idOf(3))).toEqual([idOf(3), idOf(1)]);
    expect(await find(idOf(4))).toEqual([idOf(4), idOf(1)]);
    expect(await find(idOf(9))).toEqual([]);
    expect(world.queries).toEqual([]);
  });

  it('offers to cancel nothing that it does not show', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: idOf(1) }), aCapture({ id: idOf(2) }));

    expect((await ask('GET /', { query: { find: idOf(1) } })).body).toContain('Cancel what waits: 0 captures');
  });
});
