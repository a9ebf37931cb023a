// The form of the publishing page: what it holds, what the query presets, which devices it offers.

import { devices, NO_SOUND, SCREEN_SOUND } from './capture.js';
import { codecName, h264Profile } from './ui.js';

export const form = document.getElementById('settings').elements;

/** What to capture: the settings of capture.js. */
export function settings() {
  const [width, height] = form.size.value.split('x').map(Number);
  return {
    source: form.source.value,
    camera: form.camera.value,
    microphone: form.microphone.value,
    voice: form.voice.checked,
    width,
    height,
    fps: Number(form.fps.value),
  };
}

/** How to encode the picture. */
export function encoding() {
  return {
    maxBitrateBps: Number(form.bitrate.value) * 1000,
    maxFramerate: Number(form.fps.value),
    preference: form.preference.value,
  };
}

/** Shows those fields only that matter for the chosen sources. */
export function showSettings() {
  const { source, microphone } = settings();
  const shown = {
    camera: source === 'camera',
    video: source !== 'none',
    voice: ![NO_SOUND, SCREEN_SOUND].includes(microphone),
  };
  for (const element of document.querySelectorAll('[data-for]')) element.hidden = !shown[element.dataset.for];
  form.microphone.querySelector(`[value="${SCREEN_SOUND}"]`).disabled = source !== 'screen';
}

function fill(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}

/** Fills the lists of devices, keeping what is chosen. */
export async function listDevices() {
  const [cameras, microphones] = [await devices('videoinput'), await devices('audioinput')];
  const named = ({ deviceId, label }) => [deviceId, label];
  fill(form.camera, [['', 'Default camera'], ...cameras.filter((d) => d.deviceId !== 'default').map(named)]);
  fill(form.microphone, [
    ['', 'Default microphone'],
    ...microphones.filter((d) => d.deviceId !== 'default').map(named),
    [SCREEN_SOUND, 'Sound of the screen'],
    [NO_SOUND, 'No sound'],
  ]);
  showSettings();
}

export function listCodecs(codecs) {
  fill(form.codec, codecs.map(({ id, capability }) => [id, codecLabel(id, capability)]));
}

function codecLabel(id, { mimeType }) {
  const [name, profile] = id.split('-');
  if (mimeType.toLowerCase() === 'video/h264') return `H.264 ${h264Profile(id)}`;
  return profile ? `${codecName(name)} profile ${profile}` : codecName(name);
}

/** Takes the query parameters that bear names of fields. */
export function preset(query) {
  for (const name of ['size', 'fps', 'bitrate', 'codec', 'preference', 'microphone']) {
    const value = query.get(name);
    if (value === null) continue;
    if (![...form[name].options].some((option) => option.value === value)) form[name].append(new Option(value, value));
    form[name].value = value;
  }
  if (['camera', 'screen', 'none'].includes(query.get('source'))) form.source.value = query.get('source');
  if (query.get('voice') === '0') form.voice.checked = false;
}
