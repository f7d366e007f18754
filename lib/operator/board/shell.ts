import { BOARD_VERSION } from './assets.ts';
import { html, type Html } from './html.ts';

export const NAME = 'Evidence board';

/** A film frame with its sprocket holes. It is the only image, so it is part of the page. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23221e19'/%3E%3Cpath d='M2 3h12M2 13h12' stroke='%23e9e2d4' stroke-width='2' stroke-dasharray='2 1.3'/%3E%3Crect x='3' y='5.5' width='10' height='5' fill='%23ffb454'/%3E%3C/svg%3E";

/** The frame of every page. `text` is the title; `head` is added to the head. */
export const shell = (text: string, body: Html, head?: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text} · ${NAME}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/board.css?v=${BOARD_VERSION}">
<script type="module" src="/board.js?v=${BOARD_VERSION}"></script>
${head}
</head>
<body>
${body}
</body>
</html>
`;
