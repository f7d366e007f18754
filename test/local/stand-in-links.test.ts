import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn, type StandIn } from '../../local/stand-in/thousandeyes.ts';

/** The two kinds of links of the ThousandEyes stand-in, as a browser opens them. */
describe('ThousandEyes stand-in: the links of its snapshots', () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn({ tokens: () => ['token'], snapshotLimit: 50, snapshotPeriodMs: 60_000 });
  });
  afterAll(() => standIn.stop());

  const linkOf = async (isPublic: boolean): Promise<string> => {
    const end = Date.now();
    const [startDate, endDate] = [end - 3_600_000, end].map((at) => new Date(at).toISOString());
    const response = await fetch(`${standIn.apiUrl}/tests/3417721/snapshot?aid=74411`, {
      method: 'POST',
      headers: { authorization: 'Bearer token' },
      body: JSON.stringify({ displayName: 'Shop checkout', startDate, endDate, isPublic }),
    });
    const body = (await response.json()) as { _links: { appLink: { href: string } } };
    return body._links.appLink.href;
  };
  const open = (link: string | URL, init: RequestInit = {}) => fetch(link, { redirect: 'manual', ...init });

  it('open for everybody if it is a share link', async () => {
    const page = await open(await linkOf(false));

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Shop checkout');
  });

  it('lead to a login page if they need a login, and to the snapshot after it', async () => {
    const link = await linkOf(true);

    const redirect = await open(link);
    const login = new URL(redirect.headers.get('location') ?? '', link);
    const form = await open(login);
    const signedIn = await open(login, { method: 'POST', body: new URLSearchParams({ name: 'x', password: 'y' }) });
    const back = new URL(signedIn.headers.get('location') ?? '', link);
    const page = await open(back, { headers: { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' } });

    expect(redirect.status).toBe(302);
    expect(await form.text()).toContain('type="password"');
    expect(signedIn.status).toBe(303);
    expect(back.href).toBe(link);
    expect(await page.text()).toContain('Shop checkout');
  });

  it('leave no way round the login by the other kind’s address, and none to another host by the login', async () => {
    const link = await linkOf(true);
    const id = new URL(link).searchParams.get('snapshot');

    expect((await open(new URL(`/share/${id}`, link))).status).toBe(404);
    const elsewhere = await open(new URL('/login?return=https%3A%2F%2Fexample.com', link), { method: 'POST' });
    expect(elsewhere.headers.get('location')).toBe('/login');
  });
});
