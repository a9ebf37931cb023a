// The clients of the live page: what this gateway pulls and pushes, with buttons to start and stop them.

import { formatAge, formatAgo, formatBitrate, pathOf, setText, showProblems } from './ui.js';

const STORED = 'moq-gateway-admin-token';
const STATES = {
  stopped: ['Stopped', ''],
  waiting: ['Waiting', 'wait'],
  connecting: ['Connecting', 'wait'],
  live: ['Live', 'ok'],
  retrying: ['Retrying', 'bad'],
  ended: ['Ended', ''],
};

const at = (id) => document.getElementById(id);

// What is answered to those who may not see the clients, and by a gateway that has none.
const NOT_FOR_US = [401, 403, 404];

/** The list of clients; shows itself once there are any. */
export class Clients {
  #cards = new Map();
  #token = storedToken();
  #away = '';
  #problem = '';
  #headers;
  #withToken;
  #control = 'never';
  #administered = false;

  /** `headers` and `withToken` are those of the page's own token, which need not be an administrator's. */
  constructor(headers, withToken) {
    this.#headers = headers;
    this.#withToken = withToken;
    at('clients').addEventListener('click', (event) => {
      const button = event.target.closest('button[data-action]');
      if (button) this.#act(button);
    });
    at('admin-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#keep(at('admin-token').value.trim());
    });
    at('admin-forget').addEventListener('click', () => this.#keep(''));
  }

  /** Whether an admin token is set at all, as the gateway tells it. */
  set administered(value) {
    this.#administered = value;
  }

  async refresh() {
    try {
      const response = await this.#fetch('/api/clients');
      if (response.ok) this.#show(await response.json());
      else if (NOT_FOR_US.includes(response.status)) this.#hide(response.status);
      else throw new Error(`it answered ${response.status}`);
      this.#away = '';
    } catch (error) {
      this.#away = `The gateway does not answer (${error.message}): this is what it told last.`;
    }
    this.#showNotice();
  }

  /** For as long as the tab is open, and for no other tab; where nothing may be stored, as long as the page is. */
  #keep(token) {
    this.#token = token;
    try {
      if (token) sessionStorage.setItem(STORED, token);
      else sessionStorage.removeItem(STORED);
    } catch {
      // This page has it.
    }
    at('admin-token').value = '';
    this.#tell('');
    this.refresh();
  }

  #fetch(path, options = {}) {
    const headers = this.#token ? { Authorization: `Bearer ${this.#token}` } : this.#headers;
    return fetch(path, { cache: 'no-store', headers, signal: AbortSignal.timeout(8000), ...options });
  }

  #show({ clients, control }) {
    this.#control = control;
    const names = new Set(clients.map((client) => client.name));
    for (const [name, card] of this.#cards) {
      if (!names.has(name)) {
        card.element.remove();
        this.#cards.delete(name);
      }
    }
    let previous = null;
    for (const client of clients) {
      let card = this.#cards.get(client.name);
      if (!card) {
        card = newCard(client.role);
        this.#cards.set(client.name, card);
        if (previous) previous.element.after(card.element);
        else at('clients').prepend(card.element);
      }
      this.#update(card, client);
      previous = card;
    }
    at('clients-section').hidden = clients.length === 0;
    setText(at('clients-count'), String(clients.length));
    at('clients-count').hidden = clients.length === 0;
    at('clients-part').hidden = clients.every(({ whole }) => whole);
    this.#showAdmin();
  }

  /** Somebody who may not see the clients may be an administrator who has not said so yet. */
  #hide(status) {
    for (const { element } of this.#cards.values()) element.remove();
    this.#cards.clear();
    at('clients-count').hidden = true;
    at('clients-part').hidden = true;
    at('clients-section').hidden = !this.#administered;
    this.#control = 'token';
    this.#showAdmin();
    if (this.#token && status === 401) this.#tell('This is not the admin token.');
  }

  #showAdmin() {
    const known = this.#token !== '';
    at('admin').hidden = this.#control !== 'token';
    at('admin-form').hidden = known;
    at('admin-known').hidden = !known;
    setText(at('admin-summary'), known ? 'Admin token is set' : 'Admin token');
    const never = this.#control === 'never' && this.#cards.size > 0;
    at('clients-never').hidden = !never;
  }

  get #mayAct() {
    return this.#control === 'nothing' || (this.#control === 'token' && this.#token !== '');
  }

  #update({ element, fields }, client) {
    const [word, colour] = STATES[client.state] ?? [client.state, ''];
    element.dataset.client = client.name;
    element.dataset.state = client.state;
    setText(fields.state, word);
    fields.state.className = `pill ${colour}`.trim();
    setText(fields.name, client.name);
    setText(fields.uptime, client.state === 'live' ? `for ${formatAge(client.uptimeSeconds)}` : '');
    setText(fields.remote, client.whole ? client.url : `${client.url}/…`);
    setText(fields.broadcast, client.broadcast);
    fields.broadcast.href = `/play/${pathOf(client.broadcast)}${this.#withToken}`;
    setText(fields.bitrate, client.state === 'live' ? formatBitrate(client.bitrateBps) : nextOf(client));
    setText(fields.errorText, errorOf(client));
    setText(fields.errorAt, formatAgo(client.lastErrorSecondsAgo));
    fields.error.hidden = client.lastErrorSecondsAgo === null;
    fields.error.classList.toggle('bad', client.failing);
    showProblems(fields.problems, client.problems);
    this.#updateButton(fields.action, client);
  }

  #updateButton(button, client) {
    if (button.getAttribute('aria-busy') === 'true') return;
    const action = client.state === 'stopped' || client.state === 'ended' ? 'start' : 'stop';
    button.dataset.action = action;
    button.dataset.name = client.name;
    // It stays where the keyboard is, unlike a disabled one.
    button.setAttribute('aria-disabled', String(!this.#mayAct));
    button.classList.toggle('primary', action === 'start');
    setText(button, action === 'start' ? 'Start' : 'Stop');
    button.setAttribute('aria-label', `${action === 'start' ? 'Start' : 'Stop'} ${client.name}`);
    button.title = this.#mayAct || this.#control !== 'token' ? '' : 'This takes the admin token.';
  }

  async #act(button) {
    if (button.getAttribute('aria-disabled') === 'true') return;
    const { name, action } = button.dataset;
    button.setAttribute('aria-busy', 'true');
    button.setAttribute('aria-disabled', 'true');
    try {
      const response = await this.#fetch(`/api/clients/${encodeURIComponent(name)}/${action}`, { method: 'POST' });
      if (response.ok) this.#tell('');
      else this.#tell(`${name}: ${await detailOf(response)}`);
    } catch (error) {
      this.#tell(`${name} could not be asked to ${action} (${error.message}).`);
    } finally {
      button.removeAttribute('aria-busy');
      await this.refresh();
    }
  }

  #tell(problem) {
    this.#problem = problem;
    this.#showNotice();
  }

  #showNotice() {
    const text = [this.#away, this.#problem].filter(Boolean).join(' ');
    setText(at('clients-notice'), text);
    at('clients-notice').hidden = !text;
  }
}

function storedToken() {
  try {
    return sessionStorage.getItem(STORED) ?? '';
  } catch {
    return '';
  }
}

function newCard(role) {
  const element = at('client').content.firstElementChild.cloneNode(true);
  const fields = {};
  for (const field of element.querySelectorAll('[data-field]')) fields[field.dataset.field] = field;
  const { way, remote, broadcast } = fields;
  way.replaceChildren(...(role === 'subscribe' ? ['Pulls ', remote, ' into ', broadcast] : ['Pushes ', broadcast, ' to ', remote]));
  return { element, fields };
}

function nextOf({ nextAttemptSeconds, attempts }) {
  if (nextAttemptSeconds === null) return '';
  return `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}, next in ${Math.ceil(nextAttemptSeconds)} s`;
}

/** An error that is over is told as such: the client is well again. */
function errorOf({ lastError, failing }) {
  const text = lastError ?? 'something that is not shown here';
  return failing ? text : `Last error: ${text}`;
}

async function detailOf(response) {
  try {
    return (await response.json()).detail;
  } catch {
    return `the gateway answered ${response.status}.`;
  }
}
