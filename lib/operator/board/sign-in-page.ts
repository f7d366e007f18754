import { html, type Html } from './html.ts';
import { NAME, shell } from './shell.ts';

/** The page on which an operator signs in. `next` is the path to open after it, `said` an error message. */
export const renderSignIn = (next: string, said = ''): Html =>
  shell(
    'Sign in',
    html`<main class="problem sign-in"><h1>${NAME}</h1>
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<label>Operator token <input type="password" name="token" required autofocus autocomplete="current-password" spellcheck="false"></label>
<p class="said" role="alert">${said}</p>
<button class="primary">Sign in</button>
</form>
</main>`,
  );
