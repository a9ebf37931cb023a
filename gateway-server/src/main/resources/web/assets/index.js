// The live page: polls what is live and updates the cards in place; shows how to publish.

import {
  cleanName, codecName, embedSnippet, enableCopyButtons, formatAge, formatBitrate, formatRate, formatSize, pathOf,
  publicUrls, setText, showProblems,
} from './ui.js';
import { Clients } from './clients.js';
import { Thumbnails } from './snapshots.js';

const REFRESH_MILLIS = 1500;
const ICONS = {
  video: 'M3 6h12v12H3zM15 10.5l6-3.5v10l-6-3.5',
  audio: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3',
};

const page = Object.fromEntries(
  ['version', 'count', 'notice', 'empty', 'broadcasts', 'start', 'name', 'obs-server', 'encoder', 'ffmpeg', 'card', 'track']
    .map((id) => [id, document.getElementById(id)]));
const cards = new Map();
// The token of this page's URL goes with what it asks and where it leads.
const token = new URLSearchParams(location.search).get('jwt');
const withToken = token ? `?jwt=${encodeURIComponent(token)}` : '';
const headers = token ? { Authorization: `Bearer ${token}` } : {};
const thumbnails = new Thumbnails(headers);
const clients = new Clients(headers, withToken);
let urls = { whipUrl: `${location.origin}/whip/`, whepUrl: `${location.origin}/whep/`, version: '' };

/** The command in pieces, so that a line breaks between options only. */
function ffmpegCommand(encoder, url) {
  const video = encoder === 'libx264'
    ? ['-c:v libx264', '-profile:v baseline', '-preset veryfast', '-tune zerolatency', '-bf 0']
    : ['-c:v libopenh264', '-profile:v constrained_baseline', '-bf 0'];
  return [
    'ffmpeg', '-re -f lavfi', '-i testsrc2=size=1280x720:rate=30',
    '-re -f lavfi', '-i sine=frequency=440:sample_rate=48000',
    ...video, '-pix_fmt yuv420p', '-b:v 2M', '-g 60',
    '-c:a libopus', '-ar 48000', '-ac 2', '-b:a 96k', '-f whip', `"${url}"`,
  ];
}

function showCommand(pieces) {
  const spans = pieces.map((piece) => {
    const span = document.createElement('span');
    span.textContent = piece;
    return span;
  });
  page.ffmpeg.replaceChildren(...spans.flatMap((span) => [span, ' ']).slice(0, -1));
}

/** What the gateway was started without is not shown. */
function showEndpoints() {
  page.start.hidden = !urls.whipUrl;
  for (const element of page.empty.querySelectorAll('[data-for="whip"]')) element.hidden = !urls.whipUrl;
}

function playUrl(name) {
  const url = `/play/${pathOf(name)}${withToken}`;
  if (urls.whepUrl) return url;
  return `${url}${withToken ? '&' : '?'}player=moq`;
}

function showWaysToPublish() {
  showEndpoints();
  const name = cleanName(page.name.value);
  page.name.setAttribute('aria-invalid', String(!name));
  const path = pathOf(name || 'live/cam0');
  page['obs-server'].value = urls.whipUrl + path;
  showCommand(ffmpegCommand(page.encoder.value, urls.whipUrl + path));
  for (const link of document.querySelectorAll('[data-publish-link]')) link.href = `/publish/${path}${withToken}`;
}

function trackShape(track) {
  if (track.kind === 'video') {
    return [formatSize(track.width, track.height), formatRate(track.frameRate)].filter((s) => s !== '–').join(' · ');
  }
  const layout = { 1: 'mono', 2: 'stereo' }[track.channels] ?? (track.channels ? `${track.channels} channels` : '');
  return [track.sampleRate ? `${track.sampleRate / 1000} kHz` : '', layout].filter(Boolean).join(' · ');
}

function newCard() {
  const element = page.card.content.firstElementChild.cloneNode(true);
  const fields = {};
  for (const field of element.querySelectorAll('[data-field]')) fields[field.dataset.field] = field;
  return { element, fields, rows: new Map() };
}

function newRow(kind) {
  const row = page.track.content.firstElementChild.cloneNode(true);
  row.querySelector('path').setAttribute('d', ICONS[kind] ?? ICONS.video);
  return row;
}

function updateTracks(card, tracks) {
  for (const [name, row] of card.rows) {
    if (!tracks.some((track) => track.name === name)) {
      row.remove();
      card.rows.delete(name);
    }
  }
  for (const track of tracks) {
    let row = card.rows.get(track.name);
    if (!row) {
      row = newRow(track.kind);
      card.rows.set(track.name, row);
      card.fields.tracks.append(row);
    }
    setText(row.querySelector('.codec'), codecName(track.codec));
    setText(row.querySelector('.shape'), trackShape(track));
    setText(row.querySelector('.rate'), track.bitrateBps > 0 ? formatBitrate(track.bitrateBps) : '');
    row.title = `${track.name}: ${track.codec}`;
  }
}

function updateCard(card, broadcast) {
  const { element, fields } = card;
  const { name, tracks = [], problems = [] } = broadcast;
  const video = tracks.find((track) => track.kind === 'video');
  element.dataset.broadcast = name;
  setText(fields.name, name);
  fields.thumb.href = fields.name.href = fields.play.href = playUrl(name);
  fields.play.setAttribute('aria-label', `Play ${name}`);
  fields.kind.setAttribute('d', ICONS[video || tracks.length === 0 ? 'video' : 'audio']);
  setText(fields.age, formatAge(broadcast.ageSeconds));
  setText(fields.viewers, `${broadcast.viewers} ${broadcast.viewers === 1 ? 'viewer' : 'viewers'}`);
  setText(fields.bitrate, formatBitrate(broadcast.bitrateBps));
  fields.whep.setAttribute('aria-label', `Copy the WHEP URL of ${name}`);
  fields.embed.setAttribute('aria-label', `Copy the embed snippet of ${name}`);
  fields.whep.dataset.copy = urls.whepUrl + pathOf(name);
  fields.embed.dataset.copy = embedSnippet(name, video?.width, video?.height);
  fields.whep.hidden = fields.embed.hidden = !urls.whepUrl;
  updateTracks(card, tracks);
  showProblems(fields.problems, problems);
}

function showBroadcasts(broadcasts) {
  const names = new Set(broadcasts.map((broadcast) => broadcast.name));
  for (const [name, card] of cards) {
    if (!names.has(name)) {
      thumbnails.remove(card.fields.snapshot);
      card.element.remove();
      cards.delete(name);
    }
  }
  let previous = null;
  for (const broadcast of [...broadcasts].sort((a, b) => a.name.localeCompare(b.name))) {
    let card = cards.get(broadcast.name);
    if (!card) {
      card = newCard();
      cards.set(broadcast.name, card);
      // They come sorted: a new one stands after the card of its predecessor.
      if (previous) previous.element.after(card.element);
      else page.broadcasts.prepend(card.element);
      thumbnails.add(card.fields.snapshot, broadcast.name);
    }
    updateCard(card, broadcast);
    previous = card;
  }
  page.empty.hidden = broadcasts.length > 0;
  page.count.hidden = broadcasts.length === 0;
  setText(page.count, String(broadcasts.length));
  document.body.dataset.state = broadcasts.length > 0 ? 'live' : 'empty';
}

async function refresh() {
  try {
    const response = await fetch('/api/broadcasts', { cache: 'no-store', headers, signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    showBroadcasts((await response.json()).broadcasts);
    page.notice.hidden = true;
  } catch (error) {
    document.body.dataset.state = 'offline';
    setText(page.notice, `The gateway cannot be reached (${error.message}). Trying again.`);
    page.notice.hidden = false;
  }
}

async function keepRefreshing() {
  for (;;) {
    // A hidden page has nobody to inform.
    if (!document.hidden) await Promise.all([refresh(), clients.refresh()]);
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MILLIS));
  }
}

enableCopyButtons();
page.name.addEventListener('input', showWaysToPublish);
page.encoder.addEventListener('change', showWaysToPublish);
document.addEventListener('visibilitychange', () => document.hidden || Promise.all([refresh(), clients.refresh()]));
showWaysToPublish();
keepRefreshing();
urls = await publicUrls();
clients.administered = urls.adminToken;
setText(page.version, urls.version && `version ${urls.version}`);
showWaysToPublish();
