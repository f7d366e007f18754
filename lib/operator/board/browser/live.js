import { morph } from './morph.js';
import { ask, byId } from './page.js';

/* Keeps the page live: fetches the page again every few seconds and copies the changes. Only the server renders. */

const PACE_MS = { busy: 3000, calm: 10_000 };
const SLOWEST_MS = 60_000;
const ANNOUNCE_EVERY_MS = 10_000;

let failures = 0;
let timer = 0;
let announcedAt = 0;
let announced = '';
/** How far the server's clock is ahead of this one, in milliseconds. Countdowns follow the server's clock. */
let ahead = 0;

const readClock = () => {
  const told = document.querySelector('#clock time')?.getAttribute('datetime');
  if (told) ahead = Date.parse(told) - Date.now();
};

const verdict = () => byId('verdict').textContent ?? '';

/**
 * Announces a new headline to screen readers, but not too often, so that a storm does not interrupt them all the time.
 */
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

/** Fetches the page now, and then again after a pause: short if captures are open, doubled after each failure. */
export const refresh = async () => {
  clearTimeout(timer);
  asked += 1;
  const question = asked;
  try {
    const address = byId('main').dataset['ask'] ?? location.pathname + location.search;
    const response = await ask(address, { headers: { accept: 'text/html' } });
    const text = await response.text();
    if (question !== asked) return; // a newer request is under way
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    // A 404 may be a normal page that says that there is no capture. An error page has no #main.
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

/** Updates the countdowns and the fill of the slots. */
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
  addEventListener('look', () => void refresh()); // another script of the page sends this after a change
  addEventListener('online', () => void refresh());
  addEventListener('offline', () => void refresh());
  announced = verdict();
  readClock();
  setInterval(tick, 1000);
  timer = window.setTimeout(refresh, PACE_MS.busy);
};
