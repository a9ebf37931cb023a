// A player that stays on one broadcast: waits until it is live, plays it, and comes back after every
// interruption. It owns the sessions and a video element's source, and nothing else of the page.

import { Backoff, pause } from './retry.js';
import { StatsSampler } from './stats.js';
import { play } from './whep.js';

const STALL_MILLIS = 3000;
const FIRST_MEDIA_MILLIS = 6000;
const SAMPLE_MILLIS = 500;
/** How long sound may go ahead of a picture that was promised, before it counts as playing. */
const SOUND_ALONE_MILLIS = 2000;
const WAIT_MILLIS = 2000;
const PROBLEMS_MILLIS = 3000;

/**
 * Events, each a CustomEvent:
 * - `state`, detail `{state, message, problem?, retryMillis?}` with the states `connecting`, `waiting` (not live),
 *   `buffering` (connected, no picture or sound yet), `playing`, `reconnecting`, `refused`, `stopped`;
 * - `media`, detail `{stream, hasVideo, hasAudio, level()}`: a new stream, already the element's source, and how loud
 *   it is from 0 to 1;
 * - `problems`, detail `[{code, text}]`: why the session carries less than it might, every few seconds;
 * - `stats`, detail: a sample of stats.js, with `firstFrameMillis` since the session was asked for.
 */
export class Player extends EventTarget {
  #endpoint;
  #element;
  #token;
  #stop = new AbortController();
  #wake = new AbortController();
  #session;
  #backoff = new Backoff();
  #sessions = 0;

  /**
   * @param {string} endpoint WHEP URL
   * @param {HTMLVideoElement} element
   * @param {string} [token] bearer token
   */
  constructor(endpoint, element, token) {
    super();
    this.#endpoint = endpoint;
    this.#element = element;
    this.#token = token;
  }

  async start() {
    document.addEventListener('visibilitychange', () => document.hidden || this.retryNow(), { signal: this.#stop.signal });
    window.addEventListener('online', () => this.retryNow(), { signal: this.#stop.signal });
    this.#tell('connecting', 'Connecting');
    while (!this.#stop.signal.aborted) await this.#playOnce();
  }

  /** Ends the wait for the next attempt, if there is one. */
  retryNow() {
    this.#wake.abort();
  }

  stop(unloading = false) {
    this.#stop.abort();
    this.#session?.close('closed', unloading);
    this.#tell('stopped', 'Stopped');
  }

  async #playOnce() {
    const asked = performance.now();
    let media;
    try {
      media = await play({ endpoint: this.#endpoint, token: this.#token, signal: this.#stop.signal });
    } catch (error) {
      if (!this.#stop.signal.aborted) await this.#waitAfter(error);
      return;
    }
    this.#session = media.session;
    this.#sessions += 1;
    this.#tell('buffering', 'Starting');
    const reason = await this.#follow(media, asked);
    if (this.#stop.signal.aborted) return;
    this.#tell('reconnecting', REASONS[reason] ?? 'The connection was lost');
    await this.#pause(this.#backoff.next());
  }

  async #waitAfter(error) {
    const missing = error.status === 409 || error.status === 404;
    if (missing) this.#backoff.reset();
    const retryMillis = error.retryAfterMillis ?? (missing ? WAIT_MILLIS : this.#backoff.next());
    if (missing) this.#tell('waiting', 'Waiting for the stream', { retryMillis });
    else if (error.status && !error.temporary) this.#tell('refused', error.title, { problem: error, retryMillis });
    else this.#tell('reconnecting', 'The gateway cannot be reached', { problem: error, retryMillis });
    // Retry-After: 0 must not become a busy loop.
    await this.#pause(Math.max(250, retryMillis));
  }

  async #pause(millis) {
    this.#wake = new AbortController();
    await pause(millis, this.#wake.signal, this.#stop.signal);
  }

  /** Watches one session until it ends; resolves with the reason. */
  async #follow(media, asked) {
    const { session } = media;
    const shown = this.#show(media, asked);
    this.dispatchEvent(new CustomEvent('media', { detail: { ...media, level: () => levelOf(session.pc) } }));
    const progress = { bytes: 0, at: performance.now(), playing: false, asked, hasVideo: media.hasVideo };
    const sampler = new StatsSampler(session.pc);
    const timer = setInterval(() => this.#check(session, sampler, progress, shown), SAMPLE_MILLIS);
    const asking = setInterval(() => this.#askForProblems(session), PROBLEMS_MILLIS);
    this.#askForProblems(session);
    const reason = await session.ended;
    clearInterval(timer);
    clearInterval(asking);
    return reason;
  }

  async #askForProblems(session) {
    const problems = await session.problems();
    if (problems && session === this.#session) {
      this.dispatchEvent(new CustomEvent('problems', { detail: problems }));
    }
  }

  /** Makes the stream the element's source; the result learns when its first frame was on the screen. */
  #show({ stream, hasVideo }, asked) {
    const shown = { firstFrameMillis: undefined };
    const first = () => {
      shown.firstFrameMillis ??= Math.round(performance.now() - asked);
    };
    this.#element.srcObject = stream;
    if (hasVideo && this.#element.requestVideoFrameCallback) this.#element.requestVideoFrameCallback(first);
    else this.#element.addEventListener('playing', first, { once: true });
    return shown;
  }

  async #check(session, sampler, progress, shown) {
    const sample = await sampler.receiver();
    const now = performance.now();
    if (sample.bytes > progress.bytes) Object.assign(progress, { bytes: sample.bytes, at: now });
    const soundAlone = sample.audio?.bytes > 0 && (!progress.hasVideo || now - progress.asked > SOUND_ALONE_MILLIS);
    const started = sample.video?.framesDecoded > 0 || soundAlone;
    if (started && !progress.playing && session.pc.connectionState === 'connected') {
      progress.playing = true;
      this.#backoff.reset();
      this.#tell('playing', 'Live');
    }
    const patience = progress.playing ? STALL_MILLIS : FIRST_MEDIA_MILLIS;
    if (now - progress.at > patience) session.close('stalled');
    const detail = { ...sample, firstFrameMillis: shown.firstFrameMillis, sessions: this.#sessions };
    this.dispatchEvent(new CustomEvent('stats', { detail }));
  }

  #tell(state, message, more = {}) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, message, ...more } }));
  }
}

function levelOf(pc) {
  const receiver = pc.getReceivers().find(({ track }) => track.kind === 'audio');
  return receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
}

const REASONS = {
  stalled: 'The stream stopped',
  'remote-closed': 'The stream ended',
  timeout: 'No connection to the media port',
};
