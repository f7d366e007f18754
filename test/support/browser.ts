import { existsSync } from 'node:fs';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { startLocal } from './local-system.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const isMissing = !existsSync(CHROMIUM);
if (isMissing) {
  process.stderr.write(
    `Tests in a browser are skipped: no Chromium at ${CHROMIUM}. Install it, or set CHROMIUM_PATH.\n`,
  );
}

/** A `describe` for tests in a real browser. */
export const describeInBrowser = isMissing ? describe.skip : describe;

/** A headless Chromium of this machine. */
export const launchChromium = (args: readonly string[] = []) =>
  chromium.launch({ executablePath: CHROMIUM, args: [...ARGS, ...args] });

/** Signs a browser in as the page does, without showing the page. */
export const signIn = async (context: BrowserContext, url: string, token: string): Promise<void> => {
  const answer = await context.request.post(`${url}/sign-in`, { form: { token }, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`signing in was answered ${answer.status()}`);
};

/** A page with its forbidden behavior. */
export interface Watched {
  readonly page: Page;
  /** Violations of the page's policy, errors of its script, and dialogs that an injected script opened. */
  readonly faults: string[];
}

/** The local system with a browser. */
export const startBoard = async (env: Record<string, string> = {}) => {
  const local = await startLocal(env);
  const browser = await launchChromium();
  const pages: Watched[] = [];

  const open = async (
    path = '/',
    { token = local.settings.operatorToken, ...options }: BrowserContextOptions & { token?: string } = {},
  ): Promise<Watched> => {
    const context = await browser.newContext(options);
    await signIn(context, local.system.url, token);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('dialog', (dialog) => {
      faults.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${local.system.url}${path}`);
    const watched = { page, faults };
    pages.push(watched);
    return watched;
  };

  return {
    local,
    browser,
    open,
    /** Closes every page. @throws Error if a page has faults */
    async closePages(): Promise<void> {
      const closed = pages.splice(0);
      for (const { page } of closed) await page.context().close();
      const faults = closed.flatMap((watched) => watched.faults);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    },
    async stop() {
      await browser.close();
      await local.system.stop();
    },
  };
};
