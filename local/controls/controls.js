/*
 * The controls on the board of the local system: sample alerts, a storm to watch the slots, and the answers of the
 * stand-in for ThousandEyes. Only the local gateway serves this file. It is in no bundle, and on no deployed page.
 */

const FAULTS = [
  ['none', 'as usual'],
  ['502', '502'],
  ['429', '429'],
  ['401', '401'],
  ['403', '403'],
  ['404', '404'],
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

/** The board updates this often while a control works, instead of after some seconds. */
const LOOK_EVERY_MS = 500;
const look = () => dispatchEvent(new Event('look'));

/**
 * Sends a request to the local system, and shows its progress and its result.
 *
 * @type {(name: string, body: object, asking: string, done: string) => Promise<void>}
 */
const control = async (name, body, asking, done) => {
  said.textContent = asking;
  const looking = setInterval(look, LOOK_EVERY_MS);
  said.textContent = await ask(name, body).then(() => done, String);
  clearInterval(looking);
  look();
  setTimeout(look, LOOK_EVERY_MS); // by then, the worker has run
};

/** @type {(text: string, count: number) => void} */
const addButton = (text, count) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', () => {
    button.disabled = true;
    const what = count === 1 ? '1 alert' : `${count} alerts`;
    void control('alerts', { count }, `Sending ${what} …`, `${what} sent.`).then(() => {
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
  return { fault: undefined }; // no switch is selected then
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
    () =>
      void control(
        'fault',
        { fault: name },
        'Switching …',
        name === 'none'
          ? 'ThousandEyes answers as usual, and is called again at once.'
          : `“${text}” takes effect at the next call.`,
      ),
  );
  label.append(input, String(text));
  switches.append(label);
}
section.append(switches, said);
document.querySelector('header')?.after(section);
