// The choice between WebRTC and MoQ: two links in the look of a switch. Choosing opens the page anew.

import { isBundled } from './moq.js';

/**
 * Fills `#protocol` with the two ways.
 *
 * @param {'player'|'publisher'} parameter the query parameter that carries the choice
 * @param {URLSearchParams} query of this page
 */
export async function enablePlayerChoice(parameter, query) {
  const chosen = query.get(parameter) === 'moq' ? 'moq' : 'webrtc';
  const links = [...document.querySelectorAll('#protocol a')];
  for (const link of links) {
    const target = new URLSearchParams(query);
    if (link.dataset.way === 'moq') target.set(parameter, 'moq');
    else target.delete(parameter);
    link.href = `?${target}`;
    if (link.dataset.way === chosen) link.setAttribute('aria-current', 'true');
  }
  if (await isBundled()) return;
  const moq = links.find((link) => link.dataset.way === 'moq');
  moq.removeAttribute('href');
  moq.title = 'This gateway was built without Node.js, so it has no MoQ player.';
}
