// The publishing page: capture settings, preview, Publisher, statistics.
//
// Query parameters: `publisher=whip|moq`, `jwt` (token), `relay` (MoQ relay other than this gateway). Others preset the
// form: `source=camera|screen|none`, `microphone=none|screen`, `voice=0`,
// `size=1280x720`, `fps`, `bitrate` (kbit/s), `codec` (vp8, vp9, av1, h265, or the
// profile-level-id of H.264), `preference`. `scalability` (such as `L3T3`) sends layers; `start` goes live at once.
// For scripts: body data-state, data-stats (JSON of the latest sample).

import { enablePlayerChoice } from './choice.js';
import { relay } from './moq.js';
import { MoqPublisher } from './moq-publisher.js';
import { capture, explain, SCREEN_SOUND, stop, videoConstraints } from './capture.js';
import { Publisher } from './publisher.js';
import { encoding, form, listCodecs, listDevices, preset, settings, showSettings } from './settings.js';
import {
  broadcastOfPage, codecName, formatBitrate, formatMillis, formatPercent, formatRate, formatSize, pathOf, setText,
} from './ui.js';
import { sendableVideoCodecs } from './whip.js';

const BADGES = {
  idle: 'Off', preview: 'Preview', connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting',
};
const LIMITATIONS = { none: 'None', cpu: 'Processor', bandwidth: 'Network', other: 'Other' };
const ONGOING = ['connecting', 'live', 'reconnecting'];

const { body } = document;
const at = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const broadcast = broadcastOfPage('/publish/');
const overMoq = query.get('publisher') === 'moq';
const codecs = overMoq ? [] : sendableVideoCodecs();
let stream = new MediaStream();
let publisher;
let listening;
let captures = 0;

// --- what the page shows ---

function showState(state) {
  body.dataset.state = state;
  const ongoing = ONGOING.includes(state);
  setText(at('badge'), BADGES[state]);
  at('badge').className = `pill ${state === 'live' ? 'live' : ongoing ? 'wait' : ''}`;
  at('start').hidden = ongoing;
  at('stop').hidden = !ongoing;
  at('figures').hidden = !ongoing;
  document.title = `${state === 'live' ? '● ' : ''}${broadcast} – publish – moq-gateway`;
  for (const control of [form.codec, ...form.source]) control.disabled = ongoing;
  form.microphone.disabled = form.voice.disabled = ongoing;
}

function showProblem(title, detail = '') {
  at('notice').hidden = !title;
  setText(at('notice').querySelector('strong'), title);
  setText(at('notice').querySelector('span'), detail);
}

function showPreview() {
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  at('preview').srcObject = stream;
  at('preview').classList.toggle('mirrored', form.source.value === 'camera');
  at('placeholder').hidden = Boolean(video);
  setText(at('placeholder-text'), audio ? 'Sound only' : 'Nothing to send yet');
  at('mute-audio').disabled = !audio;
  at('mute-video').disabled = !video;
  setText(at('start'), video || audio ? 'Go live' : form.source.value === 'screen' ? 'Choose a screen' : 'Try again');
  measureLevel(audio);
}

function measureLevel(track) {
  listening?.close();
  listening = undefined;
  at('level').hidden = !track;
  if (!track) return;
  const context = new AudioContext();
  listening = context;
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const show = () => {
    if (listening !== context) return;
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    at('level').firstElementChild.style.transform = `scaleY(${Math.min(1, Math.sqrt(peak)).toFixed(2)})`;
    setTimeout(show, 80);
  };
  show();
}

function showStats(sample) {
  body.dataset.stats = JSON.stringify(sample);
  const { video, audio } = sample;
  const figures = overMoq ? moqFigures(sample) : {
    Bitrate: formatBitrate(sample.bitrateBps),
    ...(video ? {
      Resolution: formatSize(video.width, video.height),
      'Frame rate': formatRate(video.fps),
      'Limited by': LIMITATIONS[video.limitation] ?? '–',
    } : {}),
    'Round trip': formatMillis(sample.rttMillis),
    Loss: formatPercent(sample.lossFraction),
    Codec: [video?.codec, audio?.codec].filter(Boolean).map(codecName).join(' + ') || '–',
    Reconnects: String(sample.sessions - 1),
  };
  for (const [label, value] of Object.entries(figures)) figure(label).textContent = value;
}

function moqFigures({ video, audio, protocol, encoding: encodes, sessions }) {
  return {
    ...(video ? {
      Resolution: formatSize(video.width, video.height),
      'Frame rate': formatRate(video.fps),
      'At most': formatBitrate(video.targetBps),
    } : {}),
    Codec: [video?.codec, audio?.codec].filter(Boolean).map((codec) => codecName(codec.split('.')[0])).join(' + ') || '–',
    Encoding: encodes ? 'Yes' : 'When watched',
    Protocol: protocol ?? '–',
    Reconnects: String(Math.max(0, sessions - 1)),
  };
}

function figure(label) {
  const found = at('figures').querySelector(`[data-figure="${label}"]`);
  if (found) return found;
  const [box, name, value] = ['div', 'dt', 'dd'].map((tag) => document.createElement(tag));
  name.textContent = label;
  value.dataset.figure = label;
  box.append(name, value);
  at('figures').append(box);
  return value;
}

// --- capture ---

/** Opens the chosen devices anew; a later choice wins over one that is still being asked for. */
async function preview() {
  captures += 1;
  const mine = captures;
  const wanted = settings();
  stop(stream);
  stream = new MediaStream();
  showProblem('');
  try {
    const opened = await capture(wanted);
    if (mine !== captures) {
      stop(opened);
      return;
    }
    stream = opened;
  } catch (error) {
    if (mine !== captures) return;
    const { title, detail } = explain(error, wanted.source);
    showProblem(title, detail);
  }
  const [video] = stream.getVideoTracks();
  if (video) video.contentHint = wanted.source === 'screen' ? 'detail' : 'motion';
  for (const track of stream.getTracks()) track.addEventListener('ended', () => lost(track));
  showPreview();
  showState(stream.getTracks().length > 0 ? 'preview' : 'idle');
  await listDevices();
}

function lost(track) {
  if (!stream.getTracks().includes(track)) return;
  if (form.source.value === 'screen' && track.kind === 'video') {
    publisher?.stop();
    stop(stream);
    stream = new MediaStream();
    showPreview();
    showState('idle');
    showProblem('Screen sharing ended');
  } else {
    showProblem(`The ${track.kind === 'video' ? 'camera' : 'microphone'} was disconnected`, 'Choose another one from the list.');
  }
}

/** Another camera while live: the session goes on with the new track. */
async function switchCamera() {
  const [old] = stream.getVideoTracks();
  try {
    const fresh = await navigator.mediaDevices.getUserMedia({ video: videoConstraints(settings()) });
    const [video] = fresh.getVideoTracks();
    video.contentHint = 'motion';
    video.addEventListener('ended', () => lost(video));
    await publisher.replaceTrack(video);
    old?.stop();
    stream = new MediaStream([video, ...stream.getAudioTracks()]);
    showPreview();
    showProblem('');
  } catch (error) {
    const { title, detail } = explain(error, 'camera');
    showProblem(title, detail);
  }
}

async function applyPicture() {
  const [video] = stream.getVideoTracks();
  const { camera: _, ...picture } = settings();
  await video?.applyConstraints(videoConstraints({ ...picture, camera: '' })).catch(() => {});
  await publisher?.setEncoding(encoding());
}

// --- publishing ---

async function isLive() {
  try {
    const headers = query.has('jwt') ? { Authorization: `Bearer ${query.get('jwt')}` } : {};
    const { broadcasts } = await (await fetch('/api/broadcasts', { cache: 'no-store', headers })).json();
    return broadcasts.some(({ name }) => name === broadcast);
  } catch {
    return false;
  }
}

async function goLive() {
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  if (video && codecs.length === 0 && !overMoq) {
    showProblem('This browser cannot encode video', 'Choose “None” for the picture, or publish with another browser, OBS or FFmpeg.');
    return;
  }
  showProblem('');
  publisher = overMoq ? new MoqPublisher({ relay: await relay(query), broadcast, video, audio, encoding: encoding() }) : new Publisher({
    endpoint: `/whip/${pathOf(broadcast)}`,
    token: query.get('jwt') ?? undefined,
    video,
    audio,
    stereo: !form.voice.checked || form.microphone.value === SCREEN_SOUND,
    codecId: form.codec.value,
    scalabilityMode: query.get('scalability') ?? undefined,
    encoding: encoding(),
  }, isLive);
  publisher.addEventListener('state', ({ detail }) => onPublisherState(detail));
  publisher.addEventListener('stats', ({ detail }) => showStats(detail));
  await publisher.start();
}

function onPublisherState({ state, problem, retryMillis }) {
  if (ONGOING.includes(state)) showState(state);
  else showState(stream.getTracks().length > 0 ? 'preview' : 'idle');
  if (state === 'refused') showProblem(`The gateway refused: ${problem.title}`, [problem.status, problem.detail].filter(Boolean).join(' '));
  else if (state === 'taken-over') showProblem('Another publisher took over this name', '“Go live” takes it back.');
  else if (state === 'reconnecting' && problem) {
    const seconds = Math.max(1, Math.round(retryMillis / 1000));
    const what = problem.status ? `${problem.status} ${problem.message}` : problem.title ? problem.message : 'The gateway cannot be reached';
    showProblem('Not live at the moment', `${what}. Trying again in ${seconds} s.`);
  } else showProblem('');
}

/** The one big button: opens devices while there are none, then goes live. */
async function onStart() {
  if (stream.getTracks().length > 0) await goLive();
  else await preview();
}

function toggleTrack(button, tracks) {
  const muted = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(muted));
  for (const track of tracks) track.enabled = !muted;
}

function onSettingsChange({ target }) {
  showSettings();
  const live = ONGOING.includes(body.dataset.state);
  if (['size', 'fps', 'bitrate', 'preference'].includes(target.name)) applyPicture();
  else if (target.name === 'codec') return;
  else if (live && target.name === 'camera') switchCamera();
  else if (form.source.value === 'screen') resetForScreen();
  else preview();
}

/** A screen may only be asked for by a press of the button. */
function resetForScreen() {
  captures += 1;
  stop(stream);
  stream = new MediaStream();
  showPreview();
  showState('idle');
}

if (!broadcast) location.replace('/');
at('title').textContent = broadcast;
at('watch').href = `/play/${pathOf(broadcast)}${query.has('jwt') ? `?jwt=${encodeURIComponent(query.get('jwt'))}` : ''}`;
enablePlayerChoice('publisher', query);
for (const element of document.querySelectorAll('[data-way-only]')) {
  element.hidden = element.dataset.wayOnly !== (overMoq ? 'moq' : 'webrtc');
}
at('start').addEventListener('click', onStart);
at('stop').addEventListener('click', () => publisher.stop());
at('mute-audio').addEventListener('click', () => toggleTrack(at('mute-audio'), stream.getAudioTracks()));
at('mute-video').addEventListener('click', () => toggleTrack(at('mute-video'), stream.getVideoTracks()));
at('settings').addEventListener('change', onSettingsChange);
at('settings').addEventListener('submit', (event) => event.preventDefault());
navigator.mediaDevices?.addEventListener('devicechange', listDevices);
window.addEventListener('pagehide', () => publisher?.stop(true));
window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
listCodecs(codecs);
await listDevices();
preset(query);
showSettings();
showState('idle');
if (form.source.value === 'screen' && !query.has('start')) showPreview();
else await preview();
if (query.has('start') && stream.getTracks().length > 0) await goLive();
