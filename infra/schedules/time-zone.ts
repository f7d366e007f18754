const DAY_MS = 86_400_000;

/** Whether `name` is a time zone as the IANA database writes it. */
export const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false; // Intl also knows offsets such as +01:00, Scheduler does not
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
};

const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (timezone: string): Intl.DateTimeFormat => {
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  clocks.set(timezone, clock);
  return clock;
};

/** The wall-clock time at an instant, as the epoch milliseconds of the same figures in UTC. */
export const wallClock = (timezone: string, instant: number): number => {
  const parts = clockOf(timezone).formatToParts(instant);
  const figure = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    figure('year'),
    figure('month') - 1,
    figure('day'),
    figure('hour'),
    figure('minute'),
    figure('second'),
  );
  return wall + (instant % 1000);
};

/** The first instant with the wall-clock time `wall`; undefined if daylight saving skips it. */
export const instantOf = (timezone: string, wall: number): number | undefined => {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => wallClock(timezone, near) - near);
  const instants = offsets.map((offset) => wall - offset).filter((instant) => wallClock(timezone, instant) === wall);
  return instants.length === 0 ? undefined : Math.min(...instants);
};
