// <moq-watch> as the page's controls know a video element: sound, size, a picture to draw.

const METER_SAMPLES = 1024;
const PEAK_SAMPLES = 32768;

/** The peak of the latest samples of an audio node. */
class Meter {
  #analyser;
  #samples;

  constructor(node, count) {
    this.#analyser = new AnalyserNode(node.context, { fftSize: count });
    this.#samples = new Float32Array(count);
    node.connect(this.#analyser);
  }

  level() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return this.#samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }
}

/** Events `volumechange` and `resize`, as a video element. */
export class MoqScreen extends EventTarget {
  #element;
  #meter;
  #peak;

  constructor(element) {
    super();
    this.#element = element;
    element.screen = this;
    const changed = () => this.dispatchEvent(new Event('volumechange'));
    element.controls.muted.subscribe(changed);
    element.controls.volume.subscribe(changed);
    element.audio.out.context.subscribe((context) => context?.addEventListener('statechange', changed));
    element.audio.out.root.subscribe((node) => this.#listenTo(node));
    element.video.out.display.subscribe(() => this.dispatchEvent(new Event('resize')));
  }

  #listenTo(node) {
    this.#meter = node && new Meter(node, METER_SAMPLES);
    this.#peak = node && new Meter(node, PEAK_SAMPLES);
  }

  /** How loud the sound is now, as it is decoded, before the volume: 0 to 1. */
  level() {
    return this.#meter?.level() ?? 0;
  }

  /** The loudest of the last 0.7 s: whoever asks twice a second misses nothing. */
  peak() {
    return this.#peak?.level() ?? 0;
  }

  get canvas() {
    return this.#element.querySelector('canvas');
  }

  get videoWidth() {
    return this.#element.video.out.display.peek()?.width ?? 0;
  }

  get videoHeight() {
    return this.#element.video.out.display.peek()?.height ?? 0;
  }

  /** A browser that waits for a gesture keeps the sound's clock still: nobody hears anything then. */
  get #waiting() {
    return this.#element.audio.out.context.peek()?.state === 'suspended';
  }

  get muted() {
    return this.#element.muted || this.#waiting;
  }

  set muted(muted) {
    this.#element.muted = muted;
    if (!muted) this.#element.audio.out.context.peek()?.resume();
  }

  get volume() {
    return this.#element.volume;
  }

  set volume(volume) {
    this.#element.volume = volume;
  }

  get paused() {
    return false;
  }

  async play() {}
}
