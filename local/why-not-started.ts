import type { Settings } from './settings.ts';

/** One line that says why the system does not start, and what to do. */
export const whyNotStarted = (error: unknown, { port }: Pick<Settings, 'port'>): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is taken. ${otherPort(port)}`;
  if (code === 'EACCES') return `Port ${port} needs rights that you do not have. Set PORT to one above 1023.`;
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
};

const otherPort = (port: number): string =>
  `Set PORT to another one, such as PORT=${port < 65_535 ? port + 1 : port - 1}.`;
