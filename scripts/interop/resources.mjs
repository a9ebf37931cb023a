// What a process holds: counted at the start and at the end of a cell, to see that nothing grows.

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Threads, file descriptors and, of a JVM that `jcmd` can ask, mebibytes of heap that survive a collection. */
export async function holdings(pid, jcmd) {
  try {
    const threads = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^Threads:\s+(\d+)/m)[1]);
    const files = readdirSync(`/proc/${pid}/fd`).length;
    return { threads, files, heap: jcmd ? await heapMebibytes(pid, jcmd) : undefined };
  } catch {
    return undefined;
  }
}

async function heapMebibytes(pid, jcmd) {
  try {
    await run(jcmd, [pid, 'GC.run'], { timeout: 20_000 });
    const { stdout } = await run(jcmd, [pid, 'GC.heap_info'], { timeout: 20_000 });
    return Number(stdout.match(/used (\d+)K/)[1]) / 1024;
  } catch {
    return undefined;
  }
}

/** `threads 41 -> 41, files 60 -> 60, heap 21 -> 22 MiB` */
export function grown(before, after) {
  if (!before || !after) return 'not counted';
  const heap = before.heap === undefined || after.heap === undefined ? '' : `, heap ${before.heap.toFixed(0)} -> ${after.heap.toFixed(0)} MiB`;
  return `threads ${before.threads} -> ${after.threads}, files ${before.files} -> ${after.files}${heap}`;
}

/** Whether it is more than what comes and goes by itself. */
export function leaks(before, after, slack = 8) {
  return Boolean(before && after) && (after.threads > before.threads + slack || after.files > before.files + slack);
}
