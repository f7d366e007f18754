/**
 * The call that runs axe in a page. In the dark only the contrast of colors differs from the page in light, and the other
 * rules take most of the time.
 */
export const axeRun = (colorScheme: 'light' | 'dark' = 'light'): string =>
  colorScheme === 'dark' ? "axe.run({ runOnly: ['color-contrast'] })" : 'axe.run()';
