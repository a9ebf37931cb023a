// Pictures of what is live: the newest keyframe of each broadcast, fetched anew every few seconds while it can be seen.

import { pathOf } from './ui.js';

const REFRESH_MILLIS = 4000;
/** Where there is no picture, and will hardly be one soon. */
const HOPELESS_MILLIS = 60_000;

/** The URL of a broadcast's newest keyframe as JPEG. */
export function snapshotUrl(broadcast, { width, token } = {}) {
  const query = new URLSearchParams();
  if (width) query.set('width', width);
  if (token) query.set('jwt', token);
  return `/snapshot/${pathOf(broadcast)}.jpg${query.size ? `?${query}` : ''}`;
}

/**
 * Draws snapshots into canvases. A canvas stays hidden until its first picture is there, and keeps the last one; its
 * place on the page is the business of the style sheet. For scripts: `data-snapshot` is the status of the last answer.
 */
export class Thumbnails {
  #headers;
  #shown = new Map();
  #observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#seen(entry)));

  /** @param {object} headers go with every request */
  constructor(headers) {
    this.#headers = headers;
    setInterval(() => this.#refresh(), REFRESH_MILLIS / 4);
    document.addEventListener('visibilitychange', () => this.#refresh());
  }

  add(canvas, broadcast) {
    this.#shown.set(canvas, { broadcast, visible: false, busy: false, dueAt: 0, etag: undefined });
    this.#observer.observe(canvas.parentElement);
  }

  remove(canvas) {
    this.#observer.unobserve(canvas.parentElement);
    this.#shown.delete(canvas);
  }

  #seen({ target, isIntersecting }) {
    const entry = this.#shown.get(target.querySelector('canvas'));
    if (!entry) return;
    entry.visible = isIntersecting;
    this.#refresh();
  }

  #refresh() {
    if (document.hidden) return;
    for (const [canvas, entry] of this.#shown) {
      if (entry.visible && !entry.busy && performance.now() >= entry.dueAt) this.#fetch(canvas, entry);
    }
  }

  async #fetch(canvas, entry) {
    entry.busy = true;
    entry.dueAt = performance.now() + REFRESH_MILLIS;
    try {
      // The browser's cache asks with the ETag by itself.
      const response = await fetch(snapshotUrl(entry.broadcast, { width: 320 }), {
        headers: this.#headers, signal: AbortSignal.timeout(10_000),
      });
      canvas.dataset.snapshot = String(response.status);
      if (response.ok) await draw(canvas, entry, response);
      // A keyframe may come at any time; a codec that gives no picture stays.
      else if (response.status < 500) entry.dueAt = performance.now() + HOPELESS_MILLIS;
    } catch {
      canvas.dataset.snapshot = 'failed';
    } finally {
      entry.busy = false;
    }
  }
}

async function draw(canvas, entry, response) {
  const etag = response.headers.get('ETag');
  if (etag && etag === entry.etag) return;
  const picture = await createImageBitmap(await response.blob());
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d').drawImage(picture, 0, 0);
  picture.close();
  canvas.hidden = false;
  entry.etag = etag;
}
