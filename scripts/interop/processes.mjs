// Child processes: started with a log file each, ended by their own ids, all of them when this program ends.

import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const living = new Set();
process.on('exit', () => living.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

export class Program {
  /**
   * @param {string} folder for the log
   * @param {string} label names the log
   * @param {string[]} command program and arguments
   * @param {{env?: object, cwd?: string, onOutput?: (chunk: Buffer) => void, stdin?: 'pipe'}} options
   */
  constructor(folder, label, command, { env = {}, cwd, onOutput, stdin } = {}) {
    this.label = label;
    this.log = join(folder, `${label.replace(/[^A-Za-z0-9.-]+/g, '_')}.log`);
    const file = openSync(this.log, 'w');
    this.child = spawn(command[0], command.slice(1), {
      env: { ...process.env, ...env },
      cwd,
      stdio: [stdin ?? 'ignore', onOutput ? 'pipe' : file, file],
    });
    living.add(this.child);
    if (onOutput) this.child.stdout.on('data', onOutput);
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => this.#gone(error.message, resolve));
      this.child.on('exit', (code, signal) => this.#gone(`ended with ${signal ?? code}`, resolve));
    });
  }

  #gone(how, resolve) {
    living.delete(this.child);
    this.ending ??= how;
    resolve(how);
  }

  get running() {
    return this.ending === undefined;
  }

  /** The last line of the log that says something, for a report. */
  get lastWords() {
    const lines = readFileSync(this.log, 'utf8').split('\n')
      // eslint-disable-next-line no-control-regex
      .map((line) => line.replace(/\x1b\[[0-9;]*m/g, '').trim())
      .filter(Boolean);
    return lines.filter((line) => /error|failed|refused|denied|exception/i.test(line)).pop() ?? lines.pop() ?? '';
  }

  /** Ends it, politely first. */
  async stop() {
    if (!this.running) return;
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await this.ended;
    clearTimeout(force);
  }
}

/** A port number that is free for TCP now, and most likely for UDP. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether somebody listens there. */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

/** Polls until `probe` gives something truthy. */
export async function until(probe, millis, what) {
  const end = performance.now() + millis;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > end) throw new Error(`${what} did not happen within ${millis / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** GET as text, or undefined while nobody answers. */
export async function tryGet(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
