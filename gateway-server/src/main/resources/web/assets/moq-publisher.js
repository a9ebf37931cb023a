// Keeps one broadcast published over MoQ: <moq-publish> encodes and reconnects by itself, this feeds it the page's
// tracks and tells what it does in the words of publisher.js.

import { dial, loadModule, protocolName } from './moq.js';

const SAMPLE_MILLIS = 1000;
const KEYFRAME_MILLIS = 2000;
const UNREACHABLE_MILLIS = 4000;

/** Events as Publisher of publisher.js; a sample is `{video?, audio?, protocol, encoding, sessions}`. */
export class MoqPublisher extends EventTarget {
  #options;
  #element;
  #timer;
  #asked;
  #state;
  #connected = false;
  #sessions = 0;

  /**
   * @param {{relay: object, broadcast: string, video?: MediaStreamTrack, audio?: MediaStreamTrack,
   *     encoding: {maxBitrateBps: number, maxFramerate: number}}} options
   */
  constructor(options) {
    super();
    this.#options = options;
  }

  async start() {
    this.#tell('connecting');
    try {
      await loadModule('publish.js');
    } catch (problem) {
      this.#tell('refused', { problem: { title: problem.title ?? 'MoQ could not be loaded', status: '', detail: problem.detail ?? problem.message } });
      return;
    }
    const { relay, broadcast, video, audio, encoding } = this.#options;
    this.#element = document.createElement('moq-publish');
    this.#element.hidden = true;
    this.#element.preview = 'none';
    this.#element.name = broadcast;
    dial(this.#element, relay);
    if (video) this.#element.broadcast.video.source.set(video);
    if (audio) this.#element.broadcast.audio.source.set(audio);
    this.#element.invisible = !video;
    this.#element.muted = !audio;
    await this.setEncoding(encoding);
    document.body.append(this.#element);
    this.#asked = performance.now();
    this.#timer = setInterval(() => this.#look(), SAMPLE_MILLIS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#element?.remove();
    this.#tell('stopped');
  }

  /** Changes what the encoder does. H.264, since that is what WebRTC viewers of the gateway can have. */
  async setEncoding(encoding) {
    this.#options.encoding = encoding;
    this.#element?.broadcast.video.hd.config.set({
      codec: 'avc1', maxBitrate: encoding.maxBitrateBps, frameRate: encoding.maxFramerate, keyframeInterval: KEYFRAME_MILLIS });
  }

  /** Sends another track of the same kind from now on. */
  async replaceTrack(track) {
    this.#options[track.kind] = track;
    this.#element?.broadcast[track.kind].source.set(track);
  }

  #look() {
    const { connection, broadcast } = this.#element;
    const connected = connection.status.peek() === 'connected';
    if (connected && !this.#connected) this.#sessions += 1;
    this.#connected = connected;
    if (connected) this.#tell('live');
    else if (this.#sessions > 0 || performance.now() - this.#asked > UNREACHABLE_MILLIS) {
      this.#tell('reconnecting', { retryMillis: SAMPLE_MILLIS, problem: {
        title: 'No MoQ session', message: 'The relay cannot be reached over WebTransport or WebSocket, or it refuses the token' } });
    }
    const established = connection.established.peek();
    const picture = broadcast.video.hd.resolved.peek();
    const sound = broadcast.audio.config.peek();
    this.dispatchEvent(new CustomEvent('stats', { detail: {
      at: Math.round(performance.now()),
      sessions: this.#sessions,
      protocol: established && protocolName(established),
      encoding: broadcast.video.hd.active.peek() || broadcast.audio.active.peek(),
      video: picture && { codec: picture.codec, width: picture.width, height: picture.height, fps: picture.framerate, targetBps: picture.bitrate },
      audio: sound && { codec: sound.codec },
    } }));
  }

  #tell(state, more = {}) {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state, ...more } }));
  }
}
