/** @type {(id: string) => HTMLElement} */
export const byId = (id) => {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}`);
  return element;
};

/** Asks this origin; an address without credentials in it, which `fetch` would refuse. @type {(path: string, init?: RequestInit) => Promise<Response>} */
export const ask = (path, init) => fetch(new URL(path, location.origin), { cache: 'no-store', ...init });

const SAID_FOR_MS = 8000;
let silence = 0;

/** Tells the person what came of it, for a while. @type {(text: string) => void} */
export const say = (text) => {
  clearTimeout(silence);
  byId('said').textContent = text;
  silence = window.setTimeout(() => {
    byId('said').textContent = '';
  }, SAID_FOR_MS);
};
