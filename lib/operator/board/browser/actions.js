import { refresh } from './live.js';
import { ask, byId, say } from './page.js';

/* The actions of a person on the board: send again, cancel, copy a link, capture by hand. */

/** The text of an error answer. @type {(response: Response) => Promise<string>} */
const detailOf = async (response) => {
  const { detail } = await response.json().catch(() => ({}));
  return typeof detail === 'string' ? detail : `The server answered ${response.status}.`;
};

/**
 * A removed or disabled button loses the focus. This gives it to the first of `places` that is still on the page.
 *
 * @type {(places: Iterable<HTMLElement>) => void}
 */
const keepFocus = (places) => {
  for (const place of places) {
    if (document.activeElement !== document.body) return;
    if (place.isConnected) place.focus();
  }
};

/** The number of requests at the same time. */
const AT_ONCE = 5;

/**
 * Requests the same action for each capture, and shows the result.
 *
 * @type {(button: HTMLButtonElement, ids: string[], action: 'retry' | 'cancel', done: string) => Promise<void>}
 */
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

/**
 * Stays the same until the server accepts or refuses the request, so that a second try after a 503 is no second
 * capture.
 */
let idempotencyKey = crypto.randomUUID();

/** The body of `POST /captures` from the form, whose time is UTC. @type {(form: HTMLFormElement) => object} */
const requestIn = (form) => {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  const { hours, endDate } = fields;
  return {
    ...fields,
    hours: Number(hours),
    ...(typeof endDate === 'string' && { endDate: new Date(`${endDate}Z`).toISOString() }),
  };
};

/** Closes the panel. If the panel has the focus, the focus goes to the button that opens the panel. */
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
  say('Accepted. Manual captures go first.');
  await refresh();
};

const sayFailed = () => say('That did not work. Check the network.');

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
      byId('capture-said').textContent = 'No answer. You can press again: that makes no second capture.';
    });
  });
};
