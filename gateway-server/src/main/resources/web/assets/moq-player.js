// Plays a broadcast over MoQ: <moq-watch> does the work and reconnects by itself, this tells what it does in the
// words of player.js.

import { dial, loadModule, protocolName } from './moq.js';
import { MoqScreen } from './moq-screen.js';

const SAMPLE_MILLIS = 500;
const STALL_MILLIS = 3000;
const UNREACHABLE_MILLIS = 4000;

/** Events as Player of player.js; the samples have no round trip, loss or repair, but a `protocol`. */
export class MoqPlayer extends EventTarget {
  #find;
  #relay;
  #broadcast;
  #stage;
  #element;
  #timer;
  #asked;
  #state;
  #kinds;
  #connections = 0;
  #connected = false;
  #firstFrameMillis;
  #previous = { at: 0, bytes: 0, frames: 0 };
  #progressAt = 0;

  /**
   * @param {() => Promise<object>} find gives the relay, as `relay` of moq.js does
   * @param {string} broadcast its name
   * @param {HTMLElement} stage the element goes there, first
   */
  constructor(find, broadcast, stage) {
    super();
    this.#find = find;
    this.#broadcast = broadcast;
    this.#stage = stage;
  }

  /** Loads the element. Resolves with what stands for a video element, before anything plays. */
  async load() {
    await loadModule('watch.js');
    this.#relay = await this.#find();
    this.#element = document.createElement('moq-watch');
    this.#element.append(document.createElement('canvas'));
    this.#element.volume = 1;
    this.#element.visible = 'always';
    // Volume and muting follow each other in effects that run later; what is set before them is undone by them.
    await new Promise((resolve) => setTimeout(resolve));
    return new MoqScreen(this.#element);
  }

  start() {
    this.#asked = performance.now();
    this.#progressAt = this.#asked;
    this.#element.name = this.#broadcast;
    dial(this.#element, this.#relay);
    this.#stage.prepend(this.#element);
    this.#tell('connecting', 'Connecting');
    this.#timer = setInterval(() => this.#look(), SAMPLE_MILLIS);
  }

  /** The element has its own clock for this. */
  retryNow() {}

  stop() {
    clearInterval(this.#timer);
    this.#element?.remove();
    this.#tell('stopped', 'Stopped');
  }

  #look() {
    const sample = this.#sample();
    const connected = this.#element.connection.status.peek() === 'connected';
    if (connected && !this.#connected) this.#connections += 1;
    this.#connected = connected;
    this.#judge(connected, sample);
    this.dispatchEvent(new CustomEvent('stats', { detail: sample }));
  }

  #judge(connected, sample) {
    const { broadcast, video } = this.#element;
    const now = performance.now();
    const moving = sample.bytes > this.#previous.bytes;
    if (moving) this.#progressAt = now;
    this.#previous = { at: now, bytes: sample.bytes, frames: sample.video?.framesDecoded ?? 0 };
    const shown = sample.video ? sample.video.framesDecoded > 0 : sample.audio?.bytes > 0;
    if (!connected) this.#unreachable(now);
    else if (broadcast.out.status.peek() === 'offline') this.#tell('waiting', 'Waiting for the stream');
    else if (video.source.out.error.peek() === 'unsupported') this.#unsupported();
    else if (!shown) this.#tell('buffering', 'Starting');
    else if (now - this.#progressAt > STALL_MILLIS) this.#tell('reconnecting', 'The stream stopped');
    else this.#playing(now, sample);
  }

  #unreachable(now) {
    if (this.#connections > 0) this.#tell('reconnecting', 'The connection was lost');
    else if (now - this.#asked > UNREACHABLE_MILLIS) {
      this.#tell('reconnecting', 'No MoQ session', {
        problem: { detail: 'The relay cannot be reached over WebTransport or WebSocket, or it refuses the token.' } });
    }
  }

  #unsupported() {
    const codecs = Object.values(this.#element.video.source.out.catalog.peek()?.renditions ?? {}).map(({ codec }) => codec);
    this.#tell('refused', 'This browser cannot decode the picture', { problem: { detail: codecs.join(', ') } });
  }

  #playing(now, sample) {
    this.#firstFrameMillis ??= Math.round(now - this.#asked);
    this.#tell('playing', 'Live');
    // Sound and picture of one broadcast may come one after the other.
    const kinds = [sample.video && 'video', sample.audio && 'audio'].join();
    if (kinds === this.#kinds) return;
    this.#kinds = kinds;
    this.dispatchEvent(new CustomEvent('media', { detail: {
      hasVideo: Boolean(sample.video), hasAudio: Boolean(sample.audio), level: () => this.#element.screen.level() } }));
  }

  #sample() {
    const { video, audio, sync, connection } = this.#element;
    const now = performance.now();
    const picture = video.source.out.config.peek();
    const sound = audio.source.out.config.peek();
    const pictureStats = video.out.stats.peek() ?? { frameCount: 0, bytesReceived: 0 };
    const soundStats = audio.out.stats.peek() ?? { bytesReceived: 0 };
    const bytes = pictureStats.bytesReceived + soundStats.bytesReceived;
    const seconds = (now - this.#previous.at) / 1000;
    const display = video.out.display.peek();
    const established = connection.established.peek();
    return {
      at: Math.round(now),
      bytes,
      bitrateBps: this.#previous.at > 0 ? (Math.max(0, bytes - this.#previous.bytes) * 8) / seconds : undefined,
      firstFrameMillis: this.#firstFrameMillis,
      sessions: this.#connections,
      protocol: established && protocolName(established),
      video: picture && {
        codec: picture.codec,
        width: display?.width ?? picture.codedWidth,
        height: display?.height ?? picture.codedHeight,
        framesDecoded: pictureStats.frameCount,
        fps: Math.max(0, pictureStats.frameCount - this.#previous.frames) / seconds,
        bytes: pictureStats.bytesReceived,
        bufferMillis: sync.out.buffer.peek(),
      },
      audio: sound && { codec: sound.codec, bytes: soundStats.bytesReceived, level: this.#element.screen.peak() },
    };
  }

  #tell(state, message, more = {}) {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state, message, ...more } }));
  }
}
