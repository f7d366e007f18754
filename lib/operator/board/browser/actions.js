import { refresh } from './live.js';
import { ask, byId, say } from './page.js';

/* What a person does: sends again, cancels, copies a link, captures by hand. */

/** What a problem's answer says. @type {(response: Response) => Promise<string>} */
const detailOf = async (response) => {
  const { detail } = await response.json().catch(() => ({}));
  return typeof detail === 'string' ? detail : `It was answered ${response.status}.`;
};

/** Buttons that are gone, or disabled, leave the focus to nobody: the next place of `places` that is there gets it. @type {(places: Iterable<HTMLElement>) => void} */
const keepFocus = (places) => {
  for (const place of places) {
    if (document.activeElement !== document.body) return;
    if (place.isConnected) place.focus();
  }
};

/** So many requests are under way at once. */
const AT_ONCE = 5;

/** Asks the same for each capture, and says what came of it. @type {(button: HTMLButtonElement, ids: string[], action: 'retry' | 'cancel', done: string) => Promise<void>} */
const askForEach = async (button, ids, action, done) => {
  const buttons = [...document.querySelectorAll('#failures button')].filter((each) => each instanceof HTMLElement);
  const hadFocus = document.activeElement === button;
  button.disabled = true;
  /** @type {string[]} */
  const refused = [];
  try {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      if (start > 0) say(`${start} of ${ids.length} …`);
      await Promise.all(
        ids.slice(start, start + AT_ONCE).map(async (id) => {
          const response = await ask(`/captures/${id}/${action}`, { method: 'POST' });
          if (!response.ok) refused.push(await detailOf(response));
        }),
      );
    }
  } finally {
    button.disabled = false;
  }
  const count = ids.length - refused.length;
  const came = count === 1 ? `${done}.` : `${count} ${done.toLowerCase()}.`;
  say([count > 0 && came, refused.length > 1 && `${refused.length} were not.`, refused[0]].filter(Boolean).join(' '));
  await refresh();
  if (hadFocus) keepFocus([...buttons.slice(buttons.indexOf(button)), byId('failures-title'), byId('captures')]);
};

/** The same until it was taken in or refused: pressed again after no answer or a 503, it is one capture. */
let idempotencyKey = crypto.randomUUID();

/** The form as the body of `POST /captures`; its time is UTC. @type {(form: HTMLFormElement) => object} */
const requestIn = (form) => {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  const { hours, endDate } = fields;
  return {
    ...fields,
    hours: Number(hours),
    ...(typeof endDate === 'string' && { endDate: new Date(`${endDate}Z`).toISOString() }),
  };
};

/** Closes the panel; the focus that was in it goes to what opens it. */
const closeForm = () => {
  const panel = document.getElementById('by-hand'); // a page without the form has none
  if (panel === null) return;
  if (panel.contains(document.activeElement)) panel.querySelector('summary')?.focus();
  panel.removeAttribute('open');
};

/** @type {(form: HTMLFormElement) => Promise<void>} */
const capture = async (form) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
  const response = await ask('/captures', { method: 'POST', headers, body: JSON.stringify(requestIn(form)) });
  if (response.status < 500) idempotencyKey = crypto.randomUUID();
  byId('capture-said').textContent = response.ok ? '' : await detailOf(response);
  if (!response.ok) return;
  form.reset();
  closeForm();
  say('Taken in: it goes before everything that waits.');
  await refresh();
};

const sayFailed = () => say('That did not work. Is the network there?');

export const startActions = () => {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const { retry, cancel, copy } = button?.dataset ?? {};
    if (button && retry) askForEach(button, retry.split(' '), 'retry', 'Sent again').catch(sayFailed);
    if (button && cancel) askForEach(button, cancel.split(' '), 'cancel', 'Cancelled').catch(sayFailed);
    if (copy) navigator.clipboard.writeText(copy).then(() => say('The link is copied.'), sayFailed);
  });

  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') closeForm();
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.id !== 'capture') return;
    event.preventDefault();
    capture(form).catch(() => {
      byId('capture-said').textContent = 'No answer. Press again: it stays one capture.';
    });
  });
};
