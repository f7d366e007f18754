import { spawn } from 'node:child_process';

interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** What opens a URL in the user's browser. No shell reads the URL. */
export const openerOf = (platform: NodeJS.Platform, url: string): Opener => {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // `start` is a word of cmd.exe, which would read an & of the URL as a command. This program takes the URL as it is.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
};

/**
 * Opens the board in the browser. It does not wait for the browser to end.
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
