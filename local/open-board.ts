import { spawn } from 'node:child_process';

interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** The program that opens a URL in the user's browser. No shell interprets the URL. */
export const openerOf = (platform: NodeJS.Platform, url: string): Opener => {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // `start` belongs to cmd.exe, which would interpret an & in the URL. rundll32 takes the URL unchanged.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
};

/**
 * Opens the board in the browser, without waiting for the browser to end.
 *
 * @param onFailure called with a sentence if there is no browser to open
 */
export const openBoard = ({ command, args }: Opener, onFailure: (sentence: string) => void): void => {
  const browser = spawn(command, args, { stdio: 'ignore', detached: true });
  const url = args.at(-1) ?? '';
  browser.once('error', () => onFailure(`There is no ${command} to open a browser with. Open ${url} yourself.`));
  browser.once('exit', (code) => {
    if (code !== 0 && code !== null) onFailure(`${command} found no browser. Open ${url} yourself.`);
  });
  browser.unref();
};
