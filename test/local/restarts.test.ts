import { expect, it } from 'vitest';
import { createRestarts } from '../../local/watch/restarts.ts';

const aWatch = (build: () => Promise<void> = async () => undefined) => {
  const log: string[] = [];
  let started = 0;
  const restarts = createRestarts({
    build: async () => {
      log.push('build');
      await build();
    },
    start: () => {
      const number = (started += 1);
      log.push(`start ${number}`);
      return { stop: async () => void log.push(`stop ${number}`) };
    },
    onBuildFailure: (error) => void log.push(String(error)),
  });
  return { log, restarts };
};

it('the watch builds after a change, then stops the system and starts it anew', async () => {
  const { log, restarts } = aWatch();

  await restarts.changed();
  await restarts.stop();

  expect(log).toEqual(['start 1', 'build', 'stop 1', 'start 2', 'stop 2']);
});

it('the watch leaves the system as it runs if a build fails', async () => {
  const { log, restarts } = aWatch(() => Promise.reject(new Error('a fault')));

  await restarts.changed();

  expect(log).toEqual(['start 1', 'build', 'Error: a fault']);
});

it('the watch builds once more for all changes that come during a build', async () => {
  const { promise: built, resolve: finish } = Promise.withResolvers<void>();
  const { log, restarts } = aWatch(() => built);

  const first = restarts.changed();
  const others = [restarts.changed(), restarts.changed()];
  finish();
  await Promise.all([first, ...others]);

  expect(log).toEqual(['start 1', 'build', 'stop 1', 'start 2', 'build', 'stop 2', 'start 3']);
});
