// What came out at the end of a cell, held against the clip that went in: which frames, in which order, and how far sound and
// picture are apart.

import { readFileSync } from 'node:fs';
import { accessUnits, pictureHashes } from './media.mjs';

const REMEMBERED = 100;
const SAME_MOMENT_SECONDS = 0.0101;
const SAME_ROUND_SECONDS = 2;

/**
 * The clip's frames by hash, each with its place and its time in seconds.
 *
 * @param {string} annexB path of the pictures
 * @param {string} sums path of what FFmpeg's framehash muxer wrote of the file that is played: `stream, dts, pts, duration, size, hash`
 */
export async function readClip(annexB, sums) {
  const clip = { video: new Map(), audio: new Map() };
  const times = { 0: [], 1: [] };
  const ticks = {};
  for (const line of readFileSync(sums, 'utf8').split('\n')) {
    const base = line.match(/^#tb (\d): (\d+)\/(\d+)/);
    if (base) ticks[base[1]] = Number(base[2]) / Number(base[3]);
    const [stream, , pts, , , sum] = line.split(',').map((part) => part.trim());
    if (/^[01]$/.test(stream)) times[stream].push({ seconds: pts * ticks[stream], sum });
  }
  for (const [index, { bytes, keyframe }] of accessUnits(readFileSync(annexB)).entries()) {
    clip.video.set((await pictureHashes(bytes))[0], { index, keyframe, seconds: times[0][index].seconds });
  }
  for (const [index, { seconds, sum }] of times[1].entries()) clip.audio.set(sum.slice(0, 16), { index, seconds });
  return clip;
}

/** One kind of media in a flow. */
class Lane {
  frames = 0;
  missing = 0;
  unknown = 0;
  backwards = 0;
  /** Frames that came once more: who asks for a keyframe may be sent the newest group again. */
  again = 0;
  recent = [];
  #furthest;
  #last;

  constructor(known, late) {
    this.known = known;
    this.late = late;
  }

  /** @returns what is remembered of the frame, if it is the clip's */
  add(hash, seconds) {
    const place = this.known.get(hash);
    if (!place) {
      this.unknown += 1;
      return undefined;
    }
    const step = this.#steps(this.#furthest, place);
    const behind = this.#back(step);
    if (behind && this.late && step >= this.known.size - this.late) {
      this.missing -= 1;
      this.frames += 1;
      return undefined;
    }
    if (behind && !place.keyframe && this.#back(this.#steps(this.#last, place))) this.backwards += 1;
    else if (this.#last && seconds < this.#last.seconds) this.backwards += 1;
    if (behind) {
      this.again += 1;
    } else {
      this.missing += step - 1;
      this.frames += 1;
      this.#furthest = place;
    }
    this.#last = { index: place.index, seconds };
    const moment = { clip: place.seconds, seconds };
    this.recent.push(moment);
    if (this.recent.length > REMEMBERED) this.recent.shift();
    return moment;
  }

  #back(step) {
    return step === 0 || step > this.known.size / 2;
  }

  /** How many frames later `place` is, round and round. */
  #steps(from, place) {
    return from ? (place.index - from.index + this.known.size) % this.known.size : 1;
  }
}

export class Flow {
  #skews = [];

  /**
   * @param {Awaited<ReturnType<typeof readClip>>} clip
   * @param {{lateSound?: number}} options how many packets of sound one may come late: a lost one that is sent again
   */
  constructor(clip, { lateSound = 0 } = {}) {
    this.video = new Lane(clip.video, 0);
    this.audio = new Lane(clip.audio, lateSound);
  }

  get begun() {
    return this.video.frames > 0 && this.audio.frames > 0;
  }

  /**
   * @param {'video' | 'audio'} kind
   * @param {string} hash of the frame
   * @param {number} seconds when it is to be shown, or when it came
   */
  add(kind, hash, seconds) {
    const moment = this[kind].add(hash, seconds);
    if (!moment) return;
    const other = kind === 'video' ? this.audio : this.video;
    const near = other.recent.findLast((one) => Math.abs(one.clip - moment.clip) < SAME_MOMENT_SECONDS
      && Math.abs(one.seconds - seconds) < SAME_ROUND_SECONDS);
    if (!near) return;
    const ahead = (seconds - near.seconds) - (moment.clip - near.clip);
    this.#skews.push(1000 * (kind === 'video' ? ahead : -ahead));
  }

  /** Milliseconds that a picture is later than the sound that belongs to it; undefined before there was a pair. */
  get skew() {
    if (this.#skews.length === 0) return undefined;
    const sorted = this.#skews.toSorted ? this.#skews.toSorted((a, b) => a - b) : [...this.#skews].sort((a, b) => a - b);
    const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    return { median: at(0.5), low: at(0.01), high: at(0.99) };
  }
}
