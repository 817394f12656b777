// Starts the program as a person would, with a fresh data folder, and stops only what it started.
import { spawn } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** A running Lotbook with its own sandbox: `{ url, control, stop }`. What it logs goes to the file `log`. */
export async function start(log) {
  const program = process.env.LOTBOOK_BIN ?? path.resolve(import.meta.dirname, '../../target/debug/lotbook');
  const data = await mkdtemp(path.join(tmpdir(), 'lotbook-browser-'));
  const logged = await open(log, 'w');
  const child = spawn(program, [], {
    env: {
      PATH: process.env.PATH,
      LOTBOOK_BIND: '127.0.0.1:0',
      LOTBOOK_DATA: data,
      LOTBOOK_SANDBOX_CONTROL: '1',
      LOTBOOK_DEMO: '1',
      LOTBOOK_PROBE_MS: '6000',
    },
    stdio: ['ignore', 'pipe', logged.fd],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(hard);
    await logged.close();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const { url, sandbox } = await addresses(child, program);
    return { url, control: new URL('/control', sandbox).href, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads the two printed addresses. */
function addresses(child, program) {
  return new Promise((resolve, reject) => {
    const found = {};
    const late = setTimeout(() => reject(new Error(`${program} printed no addresses within ${START_LIMIT_MS / 1000} s`)), START_LIMIT_MS);
    const settle = (done, value) => {
      clearTimeout(late);
      done(value);
    };
    child.once('error', (error) => settle(reject, new Error(`${program} cannot be started: ${error.message}`)));
    child.once('exit', (code) => settle(reject, new Error(`${program} ended with ${code} before it listened`)));
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      found.url ??= line.match(/listening on (http:\S+)/)?.[1];
      found.sandbox ??= line.match(/sandbox on (http:\S+)/)?.[1];
      if (found.url && found.sandbox) settle(resolve, found);
    });
  });
}

/** The sandbox's own books: every row by kind. */
export async function books(control) {
  const answer = await fetch(`${control}/books`);
  if (!answer.ok) throw new Error(`the sandbox's books answered ${answer.status}`);
  return answer.json();
}

/** Moves the sandbox's clock, and with it the shop's. */
export async function advance(control, seconds) {
  const answer = await fetch(`${control}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance_seconds: seconds }),
  });
  if (!answer.ok) throw new Error(`the sandbox's clock answered ${answer.status}`);
}

/** Makes the sandbox misbehave once: see `src/sandbox/faults.rs`. */
export async function fault(control, wanted) {
  const answer = await fetch(`${control}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });
  if (!answer.ok) throw new Error(`the sandbox took no fault: ${answer.status} ${await answer.text()}`);
}

/** It behaves again. */
export async function noFaults(control) {
  const answer = await fetch(`${control}/faults`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`the sandbox kept its faults: ${answer.status}`);
}
