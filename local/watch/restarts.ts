/** A running system. */
export interface Running {
  /** Stops the system, and waits for its end. */
  readonly stop: () => Promise<void>;
}

export interface RestartOptions {
  readonly build: () => Promise<void>;
  readonly start: () => Running;
  /** Called if a build fails. The running system goes on. */
  readonly onBuildFailure: (error: unknown) => void;
}

export interface Restarts {
  /** Builds and restarts after a change. All changes during that time cause one more build together. */
  readonly changed: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Keeps a system running with the newest sources that can be built. */
export const createRestarts = ({ build, start, onBuildFailure }: RestartOptions): Restarts => {
  let running = start();
  let atWork: Promise<void> | undefined;
  let isStale = false;

  const renew = async (): Promise<void> => {
    isStale = false;
    try {
      await build();
    } catch (error) {
      onBuildFailure(error);
      return;
    }
    await running.stop();
    running = start();
  };

  const renewUntilFresh = async (): Promise<void> => {
    await renew();
    if (isStale) return renewUntilFresh();
    atWork = undefined;
  };

  return {
    async changed() {
      isStale = true;
      atWork ??= renewUntilFresh();
      await atWork;
    },
    stop: () => running.stop(),
  };
};
