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

const TIP = 'SNAPSHOT_LIMIT_SECONDS=20 npm start';

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

/** Asks, and says what came of it. @type {(name: string, body: object, done: string) => Promise<void>} */
const control = async (name, body, done) => {
  said.textContent = '';
  said.textContent = await ask(name, body).then(() => done, String);
};

/** @type {(text: string, count: number) => void} */
const addButton = (text, count) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', () => {
    button.disabled = true;
    void control('alerts', { count }, count === 1 ? '1 alert sent.' : `${count} alerts sent.`).then(() => {
      button.disabled = false;
      return button;
    });
  });
  section.append(button);
};

addButton('Sample alert', 1);
addButton('Storm of 50', 50);
const tip = document.createElement('small');
tip.append('Slots free sooner with ', Object.assign(document.createElement('code'), { textContent: TIP }));
section.append(tip);

const { fault } = await ask('fault').catch((error) => {
  said.textContent = String(error);
  return { fault: undefined }; // then no switch is on
});
const switches = document.createElement('fieldset');
const legend = document.createElement('legend');
legend.textContent = 'ThousandEyes answers';
switches.append(legend);
for (const [name, text] of FAULTS) {
  const label = document.createElement('label');
  const input = document.createElement('input');
  Object.assign(input, { type: 'radio', name: 'fault', value: name, checked: name === fault });
  input.addEventListener(
    'change',
    () => void control('fault', { fault: name }, `“${text}” takes effect at the next call.`),
  );
  label.append(input, String(text));
  switches.append(label);
}
section.append(switches, said);
document.querySelector('header')?.after(section);
