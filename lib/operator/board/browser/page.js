/** @type {(id: string) => HTMLElement} */
export const byId = (id) => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}`);
  return element;
};

/**
 * Sends a request to this origin. `location.origin` has no credentials; `fetch` refuses addresses that have some.
 *
 * @type {(path: string, init?: RequestInit) => Promise<Response>}
 */
export const ask = (path, init) => fetch(new URL(path, location.origin), { cache: 'no-store', ...init });

const SAID_FOR_MS = 8000;
let silence = 0;

/** Shows a message for some seconds. @type {(text: string) => void} */
export const say = (text) => {
  clearTimeout(silence);
  byId('said').textContent = text;
  silence = window.setTimeout(() => {
    byId('said').textContent = '';
  }, SAID_FOR_MS);
};
