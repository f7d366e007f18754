import { startActions } from './actions.js';
import { startLive } from './live.js';

/* The board's script. The page reads without it; a page of a problem has nothing for it to do. */

if (document.getElementById('verdict') !== null) {
  document.documentElement.classList.add('scripted');
  startLive();
  startActions();
}
