// Keys and tokens of the gateway at moq-token and @moq/token, and theirs at the gateway, for every algorithm.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ALGORITHMS = ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'];
const GRANTS = ['--root', 'demo', '--publish', 'me', '--subscribe', ''];
const STEP_MILLIS = 60_000;

/** Rows of the matrix: a cell for each algorithm and each pair of makers, `{relay: 'tokens', publisher, subscriber, …}`. */
export async function tokenCells({ tools }) {
  if (!tools.gateway) return [];
  const ours = inFiles('gateway', [tools.gateway, 'token']);
  const others = [tools.moqToken && inFiles('moq-token', [tools.moqToken]), npmToken()].filter(Boolean);
  const cells = [];
  for (const algorithm of ALGORITHMS) {
    cells.push(...await Promise.all(others.flatMap((other) => [cell(algorithm, ours, other), cell(algorithm, other, ours)])));
  }
  return cells;
}

/** Whether a key of one maker does at another: a token that the first signed, and one that the other signed with it. */
async function cell(algorithm, maker, other) {
  const about = { relay: 'tokens', version: algorithm, publisher: maker.id, subscriber: other.id };
  const folder = mkdtempSync(join(tmpdir(), 'interop-tokens-'));
  const [key, publicKey, first, second] = ['key.jwk', 'public.jwk', 'first.jwt', 'second.jwt'].map((name) => join(folder, name));
  const secret = algorithm.startsWith('HS');
  try {
    if (!(await knows(() => maker.generate(algorithm, key, secret ? undefined : publicKey)))) {
      return { ...about, result: 'n/a', reason: `${maker.id} does not know ${algorithm}` };
    }
    const half = secret ? key : publicKey;
    await writeFile(first, await maker.sign(key));
    check(await other.verify(half, first), `${other.id} on a token of ${maker.id}`);
    await writeFile(second, await other.sign(key));
    check(await maker.verify(half, second), `${maker.id} on a token of ${other.id}`);
    return { ...about, result: 'passed' };
  } catch (error) {
    return { ...about, result: 'failed', reason: error.message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function knows(generate) {
  try {
    await generate();
    return true;
  } catch (error) {
    if (/(invalid|unsupported|unknown) (value|algorithm)/i.test(error.message)) return false;
    throw error;
  }
}

/** What was verified must be what was granted, however it is printed. */
function check(printed, what) {
  if (!/\broot"?: "demo"/.test(printed.replace(/":"/g, '": "')) || !printed.includes('"me"')) {
    throw new Error(`${what}: ${printed.trim()}`);
  }
}

/** The command line that ours and the Rust program have in common. */
function inFiles(id, command) {
  return {
    id,
    generate: (algorithm, key, publicKey) => run([...command, 'generate', '--algorithm', algorithm, '--out', key,
      ...(publicKey ? ['--public', publicKey] : [])]),
    sign: (key) => run([...command, 'sign', '--key', key, ...GRANTS]),
    verify: (key, token) => run([...command, 'verify', '--key', key, '--in', token]),
  };
}

function npmToken() {
  const command = [process.execPath, join(import.meta.dirname ?? '.', 'node_modules/@moq/token/cli.js')];
  return {
    id: '@moq/token',
    generate: (algorithm, key, publicKey) => run([...command, 'generate', '--algorithm', algorithm, '--key', key,
      ...(publicKey ? ['--public', publicKey] : [])]),
    sign: (key) => run([...command, 'sign', '--key', key, ...GRANTS]),
    verify: async (key, token) => run([...command, 'verify', '--key', key, '--root', 'demo'], await readFile(token)),
  };
}

/** Standard output of a program; fails with the last line that it wrote otherwise. */
function run([program, ...options], input = '') {
  return new Promise((resolve, reject) => {
    const child = execFile(program, options, { timeout: STEP_MILLIS }, (error, output, errors) => {
      if (error) reject(new Error(errors.trim().split('\n').find((line) => /error|moq/i.test(line)) ?? error.message));
      else resolve(output);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
