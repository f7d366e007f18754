/**
 * Changes `from` into `to`, node by node. Nodes with an id are matched by their id, even if their order changes.
 * Unchanged nodes stay, so that focus, selection, scroll position and a half-pressed button survive.
 *
 * @type {(from: Element, to: Element) => void}
 */
export const morph = (from, to) => {
  for (const { name } of Array.from(from.attributes)) {
    // The script disables a button while it works, and a person opens panels. The server's page has neither.
    if (!to.hasAttribute(name) && name !== 'disabled' && name !== 'open') from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  const kept = new Set([...to.children].map(({ id }) => id).filter(Boolean));
  for (const child of Array.from(from.children)) if (child.id && !kept.has(child.id)) child.remove();
  let at = from.firstChild;
  for (const next of Array.from(to.childNodes)) {
    const named = next instanceof Element && next.id ? [...from.children].find(({ id }) => id === next.id) : undefined;
    const match = named ?? (at && isAlike(at, next) ? at : undefined);
    if (match === undefined) {
      from.insertBefore(document.importNode(next, true), at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else from.insertBefore(match, at);
    if (match instanceof Element && next instanceof Element) morph(match, next);
    else if (match.nodeValue !== next.nodeValue) match.nodeValue = next.nodeValue;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
};

/** @type {(a: Node, b: Node) => boolean} */
const isAlike = (a, b) =>
  a.nodeName === b.nodeName && (!(a instanceof Element) || (a.id === '' && b instanceof Element && b.id === ''));
