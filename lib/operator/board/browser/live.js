import { morph } from './morph.js';
import { ask, byId } from './page.js';

/* Live: the page asks for itself again every few seconds and takes over what has changed. One rendering: the server's. */

const PACE_MS = { busy: 3000, calm: 10_000 };
const SLOWEST_MS = 60_000;
const ANNOUNCE_EVERY_MS = 10_000;

let failures = 0;
let timer = 0;
let announcedAt = 0;
let announced = '';
/** The server's clock less this one's: whose count-down it is. */
let ahead = 0;

const readClock = () => {
  const told = document.querySelector('#clock time')?.getAttribute('datetime');
  if (told) ahead = Date.parse(told) - Date.now();
};

const verdict = () => byId('verdict').textContent ?? '';

/** For screen readers, which would not get a word in edgeways in a storm. */
const announce = () => {
  if (verdict() === announced || Date.now() - announcedAt < ANNOUNCE_EVERY_MS) return;
  announcedAt = Date.now();
  announced = verdict();
  byId('announced').textContent = announced;
};

/** @type {(state: 'live' | 'stale' | 'paused', text: string) => void} */
const showLive = (state, text) => {
  byId('live').className = `live ${state}`;
  byId('live').textContent = text;
};

let asked = 0;

/** Asks once, now, and then again at the pace of what happens: half as often after each that failed. */
export const refresh = async () => {
  clearTimeout(timer);
  asked += 1;
  const question = asked;
  try {
    const address = byId('main').dataset['ask'] ?? location.pathname + location.search;
    const response = await ask(address, { headers: { accept: 'text/html' } });
    const text = await response.text();
    if (question !== asked) return; // a newer one is on its way
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    // A page that says that there is nothing is one, too, with status 404; a page of a problem has none of its parts.
    const main = fresh.getElementById('main');
    if (main === null)
      throw new Error(response.status === 401 ? 'signed out: reload to sign in' : `answered ${response.status}`);
    const { go } = main.dataset;
    if (go !== undefined) {
      location.assign(go);
      return;
    }
    for (const id of ['main', 'clock']) {
      const next = fresh.getElementById(id);
      if (next) morph(byId(id), next);
    }
    document.title = fresh.title;
    failures = 0;
    readClock();
    showLive('live', 'live');
    announce();
  } catch (error) {
    if (question !== asked) return;
    failures += 1;
    showLive('stale', `not live (${error instanceof Error ? error.message : 'no answer'}), as of`);
  }
  tick();
  const pace = PACE_MS[byId('main').dataset['pace'] === 'busy' ? 'busy' : 'calm'];
  if (!document.hidden) timer = window.setTimeout(refresh, Math.min(SLOWEST_MS, pace * 2 ** failures));
};

/** Counts down, and drains the slots. */
const tick = () => {
  const now = Date.now() + ahead;
  for (const element of document.querySelectorAll('[data-until]')) {
    const seconds = Math.max(0, Math.ceil((Number(element.getAttribute('data-until')) - now) / 1000));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
    const minutes = h > 0 ? `${h}:${String(m).padStart(2, '0')}` : String(m);
    element.textContent = `${minutes}:${String(s).padStart(2, '0')}`;
  }
  for (const element of document.querySelectorAll('[data-drain]')) {
    const left = (Number(element.getAttribute('data-drain')) - now) / Number(element.getAttribute('data-period'));
    const height = Math.min(1, Math.max(0, left));
    element.setAttribute('height', height.toFixed(4));
    element.setAttribute('y', (1 - height).toFixed(4));
  }
};

export const startLive = () => {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void refresh();
    else {
      clearTimeout(timer);
      showLive('paused', 'paused, as of');
    }
  });
  addEventListener('look', () => void refresh()); // from another script of the page, which has changed something
  addEventListener('online', () => void refresh());
  addEventListener('offline', () => void refresh());
  announced = verdict();
  readClock();
  setInterval(tick, 1000);
  timer = window.setTimeout(refresh, PACE_MS.busy);
};
