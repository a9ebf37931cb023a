// When to try again.

/** Doubling delays with jitter, so that a crowd of pages does not return in one moment. */
export class Backoff {
  #attempt = 0;

  constructor(firstMillis = 500, capMillis = 8000) {
    this.firstMillis = firstMillis;
    this.capMillis = capMillis;
  }

  next() {
    const full = Math.min(this.capMillis, this.firstMillis * 2 ** this.#attempt);
    this.#attempt += 1;
    return full * (0.75 + Math.random() / 4);
  }

  reset() {
    this.#attempt = 0;
  }
}

/** Waits; ends early, without an error, when one of the signals is aborted. */
export function pause(millis, ...signals) {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const finish = () => {
      clearTimeout(timer);
      listening.abort();
      resolve();
    };
    const timer = setTimeout(finish, signals.some((signal) => signal.aborted) ? 0 : millis);
    for (const signal of signals) signal.addEventListener('abort', finish, { signal: listening.signal });
  });
}
