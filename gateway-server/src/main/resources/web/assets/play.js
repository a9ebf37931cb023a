// The player page: connects a Player to the page's controls, messages and statistics overlay.
//
// Query parameters: `player=whep|moq`, `embed` (the player alone), `muted=1|0` (start silent or with sound; alone it
// means 1), `stats` (overlay open), `jwt` (token), `relay` (MoQ relay other than this gateway).
// For scripts: body data-state, data-stats (JSON of the latest sample), data-media, data-problems (their codes).

import { relay } from './moq.js';
import { MoqPlayer } from './moq-player.js';
import { Player } from './player.js';
import { enablePlayerChoice } from './choice.js';
import { snapshotUrl } from './snapshots.js';
import {
  broadcastOfPage, codecName, embedSnippet, enableCopyButtons, formatBitrate, formatMillis, formatPercent, formatRate, formatSize,
  pathOf, publicUrls, setText,
} from './ui.js';

const IDLE_MILLIS = 2500;
const SPEAKER = 'M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12';
const SPEAKER_OFF = 'M4 9v6h4l5 4V5L8 9zM17 9l5 6M22 9l-5 6';
const BADGES = {
  connecting: 'Connecting', waiting: 'Not live', buffering: 'Starting', playing: 'Live', reconnecting: 'Reconnecting',
  refused: 'Refused', stopped: 'Stopped',
};

const { body } = document;
const at = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const flag = (name) => query.has(name) && !['0', 'false', 'no'].includes(query.get(name));
const embedded = flag('embed');
const broadcast = broadcastOfPage('/play/');
const overMoq = query.get('player') === 'moq';
const player = overMoq
  ? new MoqPlayer(() => relay(query), broadcast, at('stage'))
  : new Player(`/whep/${pathOf(broadcast)}`, at('video'), query.get('jwt') ?? undefined);
/** The video element, or what stands for it. */
let video = at('video');
let media = { hasVideo: false, hasAudio: false };
let retryAt;

// --- sound ---

/** A browser may forbid sound before a gesture: then play silently and offer the sound. */
async function startElement() {
  try {
    await video.play();
  } catch (error) {
    if (error.name !== 'NotAllowedError' || video.muted) return;
    video.muted = true;
    await video.play().catch(() => {});
  }
  showSound();
}

function showSound() {
  at('unmute').hidden = !(video.muted && media.hasAudio && body.dataset.state === 'playing');
  at('mute').disabled = !media.hasAudio;
  at('mute').setAttribute('aria-pressed', String(video.muted));
  at('mute').title = media.hasAudio ? 'Mute (m)' : 'This broadcast has no sound';
  at('mute-icon').setAttribute('d', video.muted || !media.hasAudio ? SPEAKER_OFF : SPEAKER);
  at('volume').disabled = !media.hasAudio;
  at('volume').value = video.muted ? 0 : video.volume;
}

function toggleMute() {
  video.muted = !video.muted;
  if (!video.muted && video.volume === 0) video.volume = 1;
  if (video.paused) video.play().catch(() => {});
}

// --- what the player tells ---

function showState({ state, message, problem, retryMillis }) {
  keepLastPicture(state);
  showPoster(state);
  body.dataset.state = state;
  document.title = `${state === 'playing' ? '● ' : ''}${broadcast} – moq-gateway`;
  setText(at('badge'), BADGES[state]);
  at('badge').className = `pill ${state === 'playing' ? 'live' : 'wait'}`;
  at('message').hidden = state === 'playing';
  at('spinner').hidden = ['refused', 'stopped'].includes(state);
  setText(at('message-title'), state === 'waiting' ? `Waiting for ${broadcast}` : message);
  setText(at('message-detail'), detailOf(state, problem));
  at('retry').hidden = !(retryMillis > 1500);
  retryAt = retryMillis === undefined ? undefined : performance.now() + retryMillis;
  if (state !== 'playing') {
    at('audio-only').hidden = true;
    at('stage').classList.remove('idle');
    setText(at('summary'), '');
  }
  showSound();
}

/** A browser shows black as soon as a connection closes: keep the last picture until there is a new one. */
function keepLastPicture(state) {
  const canvas = at('last-picture');
  if (state === 'playing') canvas.hidden = true;
  if (state !== 'reconnecting' || !canvas.hidden || !video.videoWidth || !media.hasVideo) return;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d').drawImage(video.canvas ?? video, 0, 0, canvas.width, canvas.height);
  canvas.hidden = false;
}

/** The newest keyframe stands for the picture until there is one; where there is none, nothing does. */
function showPoster(state) {
  if (state === 'connecting') video.poster = snapshotUrl(broadcast, { width: 1280, token: query.get('jwt') });
  else if (state === 'waiting' || state === 'refused') video.removeAttribute('poster');
}

function detailOf(state, problem) {
  if (state === 'waiting') return 'It is not live at the moment. The picture appears here as soon as it is.';
  if (state === 'refused') return [problem.status, problem.detail].filter(Boolean).join(': ');
  return problem?.status ? `${problem.status} ${problem.title}` : problem?.detail ?? '';
}

function showMedia(detail) {
  media = detail;
  body.dataset.media = [media.hasVideo && 'video', media.hasAudio && 'audio'].filter(Boolean).join(' ');
  startElement();
}

/** What the gateway says of the session: B-frames, a profile that this browser cannot show, sound that is no Opus. */
function showProblems(problems) {
  body.dataset.problems = problems.map(({ code }) => code).join(' ');
  at('notice').hidden = problems.length === 0;
  setText(at('notice'), problems.map(({ text }) => `${text[0].toUpperCase()}${text.slice(1)}.`).join(' '));
}

function showStats(sample) {
  body.dataset.stats = JSON.stringify(sample);
  const soundOnly = body.dataset.state === 'playing' && media.hasAudio && !(sample.video?.framesDecoded > 0);
  at('audio-only').hidden = !soundOnly;
  if (body.dataset.state === 'playing') setText(at('summary'), summaryOf(sample));
  if (!at('stats').hidden) fillOverlay(sample);
}

function summaryOf({ video: v, audio: a, bitrateBps }) {
  return [
    v?.width && `${formatSize(v.width, v.height)}, ${formatRate(Math.round(v.fps))}, ${codecName(v.codec)}`,
    a?.bytes > 0 && a.codec && `${codecName(a.codec)} sound`,
    bitrateBps > 0 && formatBitrate(bitrateBps),
  ].filter(Boolean).join(' · ');
}

function fillOverlay({ latencyMillis, rttMillis, bitrateBps, video: v, audio: a, sessions, protocol }) {
  const rows = overMoq ? {
    bitrate: ['Bitrate', formatBitrate(bitrateBps)],
    size: v && ['Resolution', formatSize(v.width, v.height)],
    fps: v && ['Frame rate', formatRate(v.fps)],
    codec: ['Codec', [v?.codec, a?.codec].filter(Boolean).map(codecName).join(' + ') || '–'],
    buffer: ['Jitter buffer', formatMillis(v?.bufferMillis)],
    protocol: ['Protocol', protocol ?? '–'],
    reconnects: ['Reconnects', String(Math.max(0, sessions - 1))],
  } : {
    latency: ['Latency', latencyMillis === undefined ? '–' : `≈ ${Math.round(latencyMillis)} ms`],
    bitrate: ['Bitrate', formatBitrate(bitrateBps)],
    size: v && ['Resolution', formatSize(v.width, v.height)],
    fps: v && ['Frame rate', formatRate(v.fps)],
    codec: ['Codec', [v?.codec, a?.codec].filter(Boolean).map(codecName).join(' + ') || '–'],
    loss: ['Loss', `${formatPercent((v ?? a)?.lossFraction)} (${(v?.lost ?? 0) + (a?.lost ?? 0)})`],
    freezes: v && ['Freezes', `${v.freezes} (${(v.frozenMillis / 1000).toFixed(1)} s)`],
    repair: v && ['NACK / PLI', `${v.nacks ?? 0} / ${v.plis ?? 0}`],
    rtt: ['Round trip', formatMillis(rttMillis)],
    buffer: ['Jitter buffer', formatMillis((v ?? a)?.bufferMillis)],
    decode: v && ['Decoding', formatMillis(v.decodeMillis)],
    reconnects: ['Reconnects', String(Math.max(0, sessions - 1))],
  };
  for (const [key, row] of Object.entries(rows)) {
    let value = at('stats').querySelector(`[data-stat="${key}"]`);
    if (!value && row) {
      const label = document.createElement('dt');
      value = document.createElement('dd');
      value.dataset.stat = key;
      label.textContent = row[0];
      at('stats').append(label, value);
    }
    if (value) setText(value, row ? row[1] : '–');
  }
}

function moveBars() {
  if (at('audio-only').hidden) return;
  const level = media.level();
  const bars = [...at('bars').children];
  bars.forEach((bar, index) => {
    const centre = 1 - Math.abs(index - (bars.length - 1) / 2) / bars.length;
    const height = Math.min(1, 0.08 + Math.sqrt(level) * centre * (0.7 + 0.5 * Math.random()));
    bar.style.transform = `scaleY(${height.toFixed(2)})`;
  });
}

// --- controls ---

function toggleStats(open = at('stats').hidden) {
  at('stats').hidden = !open;
  at('stats-toggle').setAttribute('aria-pressed', String(open));
  if (open && body.dataset.stats) fillOverlay(JSON.parse(body.dataset.stats));
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (at('stage').requestFullscreen) at('stage').requestFullscreen().catch(() => {});
  // An iPhone knows full screen for video elements only.
  else video.webkitEnterFullscreen?.();
}

function togglePictureInPicture() {
  const change = document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture();
  change.catch(() => {});
}

function hideControlsWhenIdle() {
  let timer;
  const wake = () => {
    at('stage').classList.remove('idle');
    clearTimeout(timer);
    timer = setTimeout(() => at('stage').classList.toggle('idle', body.dataset.state === 'playing'), IDLE_MILLIS);
  };
  for (const type of ['pointermove', 'pointerdown', 'keydown']) document.addEventListener(type, wake);
  wake();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const actions = { m: toggleMute, f: toggleFullscreen, s: () => toggleStats(), p: togglePictureInPicture };
  if (event.key === 'm' && !media.hasAudio) return;
  if (event.key === 'p' && at('pip').hidden) return;
  actions[event.key]?.();
}

function connectControls() {
  at('mute').addEventListener('click', toggleMute);
  at('unmute').addEventListener('click', toggleMute);
  at('volume').addEventListener('input', () => {
    video.volume = Number(at('volume').value);
    video.muted = video.volume === 0;
  });
  at('stats-toggle').addEventListener('click', () => toggleStats());
  at('fullscreen').addEventListener('click', toggleFullscreen);
  at('pip').addEventListener('click', togglePictureInPicture);
  at('retry').addEventListener('click', () => player.retryNow());
  at('pip').hidden = overMoq || !document.pictureInPictureEnabled;
  at('fullscreen').hidden = !(document.fullscreenEnabled || video.webkitEnterFullscreen);
  document.addEventListener('keydown', onKey);
  video.addEventListener('volumechange', showSound);
  at('stage').addEventListener('dblclick', ({ target }) => /^(VIDEO|CANVAS)$/.test(target.tagName) && toggleFullscreen());
  video.addEventListener('resize', () => {
    if (video.videoWidth > 0) body.style.setProperty('--ratio', String(video.videoWidth / video.videoHeight));
  });
  hideControlsWhenIdle();
}

function showCountdown() {
  const seconds = Math.ceil((retryAt - performance.now()) / 1000);
  setText(at('retry'), seconds > 0 ? `Try now (${seconds} s)` : 'Try now');
}

async function showShare() {
  const { whepUrl } = await publicUrls();
  at('copy-whep').dataset.copy = whepUrl + pathOf(broadcast);
  at('copy-embed').dataset.copy = embedSnippet(broadcast);
}

/** Puts the MoQ element in the place of the video element, or says why there is none. */
async function chooseScreen() {
  if (!overMoq) return true;
  try {
    video = await player.load();
  } catch (problem) {
    const title = problem.title ?? 'The MoQ player could not be loaded';
    showState({ state: 'refused', message: title, problem: { detail: problem.detail ?? problem.message } });
    return false;
  }
  at('video').hidden = true;
  return true;
}

async function start() {
  const playable = await chooseScreen();
  video.muted = query.has('muted') ? flag('muted') : embedded;
  connectControls();
  player.addEventListener('state', ({ detail }) => showState(detail));
  player.addEventListener('media', ({ detail }) => showMedia(detail));
  player.addEventListener('problems', ({ detail }) => showProblems(detail));
  player.addEventListener('stats', ({ detail }) => showStats(detail));
  setInterval(showCountdown, 250);
  setInterval(moveBars, 100);
  window.addEventListener('pagehide', () => player.stop(true));
  if (playable) player.start();
}

body.classList.toggle('embed', embedded);
for (const element of document.querySelectorAll('[data-name]')) element.textContent = broadcast;
toggleStats(flag('stats'));
enableCopyButtons();
// A page that comes back from the back/forward cache has no session any more.
window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
if (!embedded) {
  showShare();
  enablePlayerChoice('player', query);
}
if (broadcast) start();
else location.replace('/');
