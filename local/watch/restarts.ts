/** A system that was started. */
export interface Running {
  /** Ends it, and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

export interface RestartOptions {
  readonly build: () => Promise<void>;
  readonly start: () => Running;
  /** A build that failed; the system goes on with the one before. */
  readonly onBuildFailure: (error: unknown) => void;
}

export interface Restarts {
  /** A source has changed: builds and starts anew, once for all changes that come while it is at it. */
  readonly changed: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Keeps a system that runs the newest sources that can be built. */
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
