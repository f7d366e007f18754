/*
 * The controls of the local system, on its board: sample alerts, a storm to watch the slots at work, and what the
 * stand-in for ThousandEyes answers. The local gateway serves it; it is in no bundle and on no deployed page.
 */

const FAULTS = [
  ['none', 'as usual'],
  ['502', '502'],
  ['429', '429'],
  ['401', '401'],
  ['outage', 'not at all'],
];

/** @type {(name: string, body?: object) => Promise<{ fault: string }>} */
const ask = async (name, body) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(new URL(`/local/${name}`, location.origin), body && init);
  if (!response.ok) throw new Error(`The local system answered ${response.status}.`);
  return response.json();
};

const section = document.createElement('section');
section.className = 'controls';
section.setAttribute('aria-label', 'Controls of the local system');
section.append('Local system:');

const said = document.createElement('output');

/** Asks, and says what went wrong. @type {(name: string, body: object) => Promise<unknown>} */
const control = async (name, body) => {
  said.textContent = '';
  return ask(name, body).catch((error) => {
    said.textContent = String(error);
  });
};

/** @type {(text: string, count: number) => void} */
const addButton = (text, count) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', () => {
    button.disabled = true;
    void control('alerts', { count }).then(() => {
      button.disabled = false;
      return button;
    });
  });
  section.append(button);
};

addButton('Sample alert', 1);
addButton('Storm of 50', 50);

const { fault } = await ask('fault');
const switches = document.createElement('fieldset');
const legend = document.createElement('legend');
legend.textContent = 'ThousandEyes answers';
switches.append(legend);
for (const [name, text] of FAULTS) {
  const label = document.createElement('label');
  const input = document.createElement('input');
  Object.assign(input, { type: 'radio', name: 'fault', value: name, checked: name === fault });
  input.addEventListener('change', () => void control('fault', { fault: name }));
  label.append(input, String(text));
  switches.append(label);
}
section.append(switches, said);
document.querySelector('header')?.after(section);
