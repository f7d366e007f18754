import { startActions } from './actions.js';
import { startLive } from './live.js';

/* The board's script. The page is readable without it. An error page has no headline, and needs no script. */

if (document.getElementById('verdict') !== null) {
  document.documentElement.classList.add('scripted');
  startLive();
  startActions();
}
