// Small pieces that every page needs: names, URLs, number formats, copy buttons.

/** The broadcast name in a page path such as `/play/live/cam0`, decoded; empty when there is none. */
export function broadcastOfPage(prefix, pathname = location.pathname) {
  if (!pathname.startsWith(prefix)) return '';
  return pathname.slice(prefix.length).split('/').map(decodeSegment).filter(Boolean).join('/');
}

function decodeSegment(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A broadcast name as URL path: every segment escaped, the slashes kept. */
export function pathOf(broadcast) {
  return broadcast.split('/').map(encodeURIComponent).join('/');
}

/** Trims what people type around a name; returns '' for a name that cannot be a path. */
export function cleanName(text) {
  const segments = text.trim().split('/').map((s) => s.trim()).filter(Boolean);
  return segments.some((s) => s === '.' || s === '..') ? '' : segments.join('/');
}

/**
 * The WHIP and WHEP base URLs to show to people. The gateway tells its own, but a loopback or wildcard
 * address is useless to somebody who reached this page by another host name.
 */
export async function publicUrls() {
  const fallback = { whipUrl: `${location.origin}/whip/`, whepUrl: `${location.origin}/whep/`, version: '' };
  try {
    const response = await fetch('/api/config', { cache: 'no-store' });
    if (!response.ok) return fallback;
    const config = await response.json();
    // An endpoint that is not told is switched off.
    const told = (url, other) => {
      if (!url) return '';
      return !isLocal(url) || isLocal(location.href) ? withSlash(url) : other;
    };
    return {
      whipUrl: told(config.whipUrl, fallback.whipUrl),
      whepUrl: told(config.whepUrl, fallback.whepUrl),
      version: config.version ?? '',
      adminToken: config.adminToken === true,
    };
  } catch {
    return fallback;
  }
}

function isLocal(url) {
  return /^(localhost$|127\.|0\.0\.0\.0$|\[::1?\]$)/.test(new URL(url, location.href).hostname);
}

function withSlash(url) {
  return url.endsWith('/') ? url : `${url}/`;
}

/** The HTML that shows a broadcast's player inside another page. */
export function embedSnippet(broadcast, width = 16, height = 9) {
  const ratio = width > 0 && height > 0 ? `${width}/${height}` : '16/9';
  return `<iframe src="${location.origin}/play/${pathOf(broadcast)}?embed" `
    + `style="width:100%;aspect-ratio:${ratio};border:0" `
    + 'allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>';
}

export function formatBitrate(bitsPerSecond) {
  if (!Number.isFinite(bitsPerSecond) || bitsPerSecond < 0) return '–';
  if (bitsPerSecond >= 1e6) return `${(bitsPerSecond / 1e6).toFixed(bitsPerSecond >= 1e7 ? 0 : 1)} Mbit/s`;
  return `${Math.round(bitsPerSecond / 1e3)} kbit/s`;
}

export function formatMillis(millis) {
  return Number.isFinite(millis) ? `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms` : '–';
}

export function formatPercent(fraction) {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(fraction > 0 && fraction < 0.1 ? 2 : 1)} %` : '–';
}

export function formatRate(framesPerSecond) {
  if (!Number.isFinite(framesPerSecond) || framesPerSecond <= 0) return '–';
  return `${Number(framesPerSecond.toFixed(framesPerSecond % 1 < 0.05 ? 0 : 1))} fps`;
}

export function formatSize(width, height) {
  return width > 0 && height > 0 ? `${width} × ${height}` : '–';
}

export function formatAge(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** The same for what has happened: as much of it as anybody wants to know. */
export function formatAgo(seconds) {
  return `${formatAge(seconds).replace(/^(\d+ (?:min|h|d)) .*/, '$1')} ago`;
}

const H264_PROFILES = { 42: 'Baseline', '4d': 'Main', 58: 'Extended', 64: 'High', '6e': 'High 10' };

/** "H.264 High 3.1" for `avc1.64001f`: what a person reads instead of a codec string (RFC 6381). */
export function codecName(codec = '') {
  const avc = /^avc[13]\.([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(codec);
  if (avc) return `H.264 ${h264Profile(avc[1] + avc[2])} ${(parseInt(avc[3], 16) / 10).toFixed(1)}`;
  const family = codec.split(/[.\s]/)[0].toLowerCase();
  const names = {
    h264: 'H.264', avc1: 'H.264', avc3: 'H.264', h265: 'H.265', hev1: 'H.265', hvc1: 'H.265', vp8: 'VP8', vp08: 'VP8', vp9: 'VP9',
    vp09: 'VP9', av1: 'AV1', av01: 'AV1', opus: 'Opus', mp4a: 'AAC',
  };
  return names[family] ?? codec;
}

/** Profile name for the first four hex digits of a profile-level-id (RFC 6184 §8.1). */
export function h264Profile(profileAndConstraints) {
  const [idc, constraints] = [profileAndConstraints.slice(0, 2).toLowerCase(), parseInt(profileAndConstraints.slice(2, 4), 16)];
  const name = H264_PROFILES[idc] ?? `profile ${idc}`;
  return idc === '42' && constraints & 0x40 ? `Constrained ${name}` : name;
}

/** Sets text only when it changed, so that a refresh neither flickers nor disturbs a selection. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes one listener serve all copy buttons below `root`: a button with `data-copy-from="#id"` copies that
 * element's value or text, one with `data-copy="text"` copies the text itself.
 */
export function enableCopyButtons(root = document) {
  root.addEventListener('click', async (event) => {
    const button = event.target.closest('button[data-copy], button[data-copy-from]');
    if (!button) return;
    const source = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
    const text = source ? (source.value ?? source.textContent) : button.dataset.copy;
    confirmOn(button, (await copyText(text)) ? 'Copied' : 'Copy failed');
  });
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard API wants a secure context; a page opened by plain HTTP still has the old command.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

function confirmOn(button, message) {
  const label = button.querySelector('[data-label]') ?? button;
  button.dataset.original ??= label.textContent;
  label.textContent = message;
  button.classList.toggle('done', message === 'Copied');
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = String(setTimeout(() => {
    label.textContent = button.dataset.original;
    button.classList.remove('done');
  }, 1600));
}

/** Shows a list of `{code, text}`, and touches the page only when it changes. */
export function showProblems(list, problems) {
  const texts = problems.map((problem) => problem.text);
  if (list.dataset.shown === JSON.stringify(texts)) return;
  list.dataset.shown = JSON.stringify(texts);
  list.replaceChildren(...texts.map((text) => {
    const item = document.createElement('li');
    item.className = 'notice';
    item.textContent = text;
    return item;
  }));
  list.hidden = texts.length === 0;
}
