// A headless Chromium whose one page runs peers on request: it asks this program for work and reports back.

import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Program } from './processes.mjs';

const PAGE = '<!doctype html><meta charset="utf-8"><title>interop</title><script type="module" src="/browser.js"></script>';

export class Chromium {
  #waiting = [];
  #commands = [];
  #listeners = new Map();
  #next = 0;

  /** @param {string} program path of the browser */
  static async start(program, logs, clip) {
    const bundle = await build({ entryPoints: [join(import.meta.dirname ?? '.', 'browser.js')], bundle: true, format: 'esm', write: false });
    const chromium = new Chromium();
    chromium.files = { '/': ['text/html', PAGE], '/browser.js': ['text/javascript', bundle.outputFiles[0].contents], '/clip.h264': ['video/h264', clip] };
    chromium.server = createServer((request, response) => chromium.#serve(request, response));
    await new Promise((resolve) => chromium.server.listen(0, '127.0.0.1', resolve));
    chromium.profile = mkdtempSync(join(tmpdir(), 'interop-chromium-'));
    chromium.program = new Program(logs, 'chromium', [program, '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
      `--user-data-dir=${chromium.profile}`, `http://127.0.0.1:${chromium.server.address().port}/`]);
    return chromium;
  }

  /** Runs `action` in the page. `onReport` gets `{pictures}`, `{error}` or `{done}`. */
  run(action, options, onReport = () => {}) {
    const id = this.#next++;
    this.#listeners.set(id, onReport);
    this.#send({ id, action, options });
    return { stop: async () => { this.#send({ id, action: 'stop' }); this.#listeners.delete(id); } };
  }

  #send(command) {
    this.#commands.push(command);
    this.#waiting.splice(0).forEach((answer) => answer());
  }

  async #serve(request, response) {
    if (request.url === '/commands') {
      if (this.#commands.length === 0) await new Promise((resolve) => { this.#waiting.push(resolve); setTimeout(resolve, 5000).unref(); });
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(this.#commands.splice(0)));
    } else if (request.url === '/reports') {
      let body = '';
      for await (const chunk of request) body += chunk;
      for (const { id, ...report } of JSON.parse(body)) this.#listeners.get(id)?.(report);
      response.end();
    } else if (this.files[request.url]) {
      const [type, content] = this.files[request.url];
      response.setHeader('Content-Type', type);
      response.end(content);
    } else {
      response.statusCode = 404;
      response.end();
    }
  }

  async stop() {
    await this.program.stop();
    this.server.closeAllConnections();
    this.server.close();
    try {
      rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    } catch {
      // A dying process of the browser still writes; the temporary folder is the system's to clean.
    }
  }
}
