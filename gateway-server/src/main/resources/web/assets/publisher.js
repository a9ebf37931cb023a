// Keeps one broadcast published: opens a WHIP session, watches it, and opens the next one when it drops.

import { Backoff, pause } from './retry.js';
import { StatsSampler } from './stats.js';
import { publish, setEncoding } from './whip.js';

const SAMPLE_MILLIS = 1000;
const TAKEN_OVER_CHECK_MILLIS = 700;

/**
 * Events, each a CustomEvent:
 * - `state`, detail `{state, problem?, retryMillis?}` with the states `connecting`, `live`, `reconnecting`,
 *   `refused` (given up: the server's reason will not change), `taken-over` (another publisher has the name),
 *   `stopped`;
 * - `stats`, detail: a sample of stats.js, with `sessions` so far.
 */
export class Publisher extends EventTarget {
  #options;
  #isLive;
  #stop = new AbortController();
  #session;
  #backoff = new Backoff();
  #sessions = 0;

  /**
   * @param options as for `publish` of whip.js
   * @param {() => Promise<boolean>} isLive whether the gateway has the broadcast at this moment
   */
  constructor(options, isLive) {
    super();
    this.#options = options;
    this.#isLive = isLive;
  }

  async start() {
    this.#tell('connecting');
    while (!this.#stop.signal.aborted) await this.#publishOnce();
  }

  /** Ends publishing, here and at the gateway. */
  stop(unloading = false) {
    this.#finish('stopped', {}, unloading);
  }

  /** Changes what the encoder does, now and after reconnecting. */
  async setEncoding(encoding) {
    this.#options.encoding = encoding;
    if (this.#session && this.#options.video) await setEncoding(this.#session.pc, encoding);
  }

  /** Sends another track of the same kind from now on, without a new session. */
  async replaceTrack(track) {
    this.#options[track.kind] = track;
    const sender = this.#session?.pc.getSenders().find((candidate) => candidate.track?.kind === track.kind);
    await sender?.replaceTrack(track);
  }

  async #publishOnce() {
    try {
      this.#session = await publish({ ...this.#options, signal: this.#stop.signal });
    } catch (error) {
      await this.#retryAfter(error);
      return;
    }
    this.#sessions += 1;
    const reason = await this.#follow(this.#session);
    this.#session = undefined;
    if (this.#stop.signal.aborted) return;
    if (reason === 'remote-closed' && (await this.#takenOver())) {
      this.#finish('taken-over');
      return;
    }
    await this.#wait(this.#backoff.next());
  }

  async #retryAfter(problem) {
    if (this.#stop.signal.aborted) return;
    const final = problem.name === 'Problem' && !problem.temporary;
    if (final) this.#finish('refused', { problem });
    else await this.#wait(problem.retryAfterMillis ?? this.#backoff.next(), problem);
  }

  async #wait(retryMillis, problem) {
    this.#tell('reconnecting', { problem, retryMillis });
    await pause(Math.max(250, retryMillis), this.#stop.signal);
  }

  /**
   * A gateway that ended the session in good order while the name is still live gave the name to another
   * publisher. Coming back would throw that one out, and so on for ever.
   */
  async #takenOver() {
    await pause(TAKEN_OVER_CHECK_MILLIS, this.#stop.signal);
    return !this.#stop.signal.aborted && this.#isLive();
  }

  async #follow(session) {
    const connected = () => {
      if (session.pc.connectionState !== 'connected') return;
      this.#backoff.reset();
      this.#tell('live');
    };
    session.pc.addEventListener('connectionstatechange', connected);
    connected();
    const sampler = new StatsSampler(session.pc);
    const timer = setInterval(async () => {
      const detail = { ...(await sampler.sender()), sessions: this.#sessions };
      this.dispatchEvent(new CustomEvent('stats', { detail }));
    }, SAMPLE_MILLIS);
    const reason = await session.ended;
    clearInterval(timer);
    return reason;
  }

  #finish(state, more = {}, unloading = false) {
    this.#stop.abort();
    this.#session?.close('closed', unloading);
    this.#tell(state, more);
  }

  #tell(state, more = {}) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, ...more } }));
  }
}
