import { refresh } from './live.js';
import { ask, byId, say } from './page.js';

/* What a person does: sends again, copies a link, captures by hand. */

/** What a problem's answer says. @type {(response: Response) => Promise<string>} */
const detailOf = async (response) => {
  const { detail } = await response.json().catch(() => ({}));
  return typeof detail === 'string' ? detail : `It was answered ${response.status}.`;
};

/** @type {(button: HTMLButtonElement, ids: string[]) => Promise<void>} */
const sendAgain = async (button, ids) => {
  button.disabled = true;
  const refused = [];
  for (const id of ids) {
    const response = await ask(`/captures/${id}/retry`, { method: 'POST' });
    if (!response.ok) refused.push(await detailOf(response));
  }
  button.disabled = false;
  say(refused[0] ?? (ids.length === 1 ? 'Sent again.' : `${ids.length} sent again.`));
  await refresh();
};

export const startActions = () => {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const { retry, copy } = button?.dataset ?? {};
    const failed = () => say('That did not work. Is the network there?');
    if (button && retry) sendAgain(button, retry.split(' ')).catch(failed);
    if (copy) navigator.clipboard.writeText(copy).then(() => say('The link is copied.'), failed);
  });

  /** The same until it was taken in: pressed twice, it is one capture. */
  let idempotencyKey = crypto.randomUUID();
  const form = document.querySelector('form#capture');
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!(form instanceof HTMLFormElement)) return;
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    const { hours, endDate, ...fields } = Object.fromEntries(filled);
    const body = {
      ...fields,
      hours: Number(hours),
      ...(endDate && { endDate: new Date(`${String(endDate)}Z`).toISOString() }),
    };
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
    try {
      const response = await ask('/captures', { method: 'POST', headers, body: JSON.stringify(body) });
      idempotencyKey = crypto.randomUUID();
      byId('capture-said').textContent = response.ok ? '' : await detailOf(response);
      if (!response.ok) return;
      form.reset();
      say('Taken in: it goes before everything that waits.');
      await refresh();
    } catch {
      byId('capture-said').textContent = 'No answer. Press again: it stays one capture.';
    }
  });
};
