/** One anvil process: the chain itself, started on a port, asked to save, and surely ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { clearOrphan, forgetProcess, rememberProcess } from './anvil-orphan.js';
import { draftOf, recoverDraft } from './chain-state-file.js';
import { DEFAULT_FINALITY_BLOCKS, type VenueChainOptions } from './venue-chain.js';

const READY_TIMEOUT_MS = 20_000;
const READY_POLL_MS = 25;
const STOP_TIMEOUT_MS = 5_000;
const STATE_SAVE_INTERVAL_SECONDS = 2;
/** Past states kept in memory and never written to the home folder; no read reaches back further. */
const PAST_STATES_MAX = 256;
const STDERR_CHARACTERS_MAX = 2_000;

export type Anvil = {
  readonly rpcUrl: string;
  /** Settles when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Asks anvil to save and end; ends it by force after 5 s. Safe to call twice. */
  readonly stop: () => Promise<void>;
};

/**
 * Throws when anvil has no binary for this machine, ends before it answers, or does not answer in 20 s.
 *
 * @NOTE anvil 1.7.1 answers the `finalized` tag with latest − 2 × slots-in-an-epoch.
 * A transaction is mined at once; keep-chain-moving adds the blocks that make it final.
 */
export async function runAnvil({
  host = '127.0.0.1',
  port,
  stateFile,
  finalityBlocks = DEFAULT_FINALITY_BLOCKS,
}: VenueChainOptions): Promise<Anvil> {
  if (stateFile !== undefined) {
    await clearOrphan(stateFile);
    await recoverDraft(stateFile);
  }
  const chosenPort = port === 0 ? await freePort() : port;
  const child = spawn(
    anvilBinary(),
    anvilArguments({ host, port: chosenPort, stateFile, finalityBlocks }),
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const endWithUs = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    process.off('exit', endWithUs);
    await end(child);
    if (stateFile === undefined) return;
    await recoverDraft(stateFile);
    await forgetProcess(stateFile);
  };
  try {
    if (stateFile !== undefined) await rememberProcess(stateFile, child.pid);
    const rpcUrl = `http://127.0.0.1:${chosenPort}`;
    await untilReady(child, rpcUrl);
    return { rpcUrl, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The binary itself, not its wrapper script: a signal must reach anvil. */
function anvilBinary(): string {
  const cpu = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
  const packageName = `@foundry-rs/anvil-${process.platform}-${cpu}`;
  const require = createRequire(
    createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'),
  );
  const suffix = process.platform === 'win32' ? '.exe' : '';
  try {
    return require.resolve(`${packageName}/bin/anvil${suffix}`);
  } catch (error) {
    throw new Error(`Could not find anvil for this machine: ${packageName} is not installed`, {
      cause: error,
    });
  }
}

function anvilArguments({
  host,
  port,
  stateFile,
  finalityBlocks,
}: {
  readonly host: string;
  readonly port: number;
  readonly stateFile: string | undefined;
  readonly finalityBlocks: number;
}): readonly string[] {
  return [
    ...['--host', host, '--port', `${port}`, '--chain-id', '137', '--accounts', '0'],
    ...['--slots-in-an-epoch', `${finalityBlocks / 2}`, '--prune-history', `${PAST_STATES_MAX}`],
    ...['--order', 'fifo', '--quiet'],
    ...(stateFile === undefined ? [] : persistence(stateFile)),
  ];
}

function persistence(stateFile: string): readonly string[] {
  return [
    ...(existsSync(stateFile) ? ['--load-state', stateFile] : []),
    ...['--dump-state', draftOf(stateFile), '--state-interval', `${STATE_SAVE_INTERVAL_SECONDS}`],
  ];
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string')
    throw new Error('Could not find a free port');
  return address.port;
}

async function untilReady(child: ChildProcess, rpcUrl: string): Promise<void> {
  let stderr = '';
  let failure: string | undefined;
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = `${stderr}${chunk.toString()}`.slice(-STDERR_CHARACTERS_MAX);
  });
  child.once('error', (error) => (failure = error.message));
  child.once('close', (code) => (failure ??= `it ended with code ${code}: ${stderr.trim()}`));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (failure !== undefined) throw new Error(`Could not start anvil at ${rpcUrl}: ${failure}`);
    if (await answers(rpcUrl)) return;
    await sleep(READY_POLL_MS);
  }
  throw new Error(`Could not start anvil: no answer from ${rpcUrl} in ${READY_TIMEOUT_MS} ms`);
}

async function answers(rpcUrl: string): Promise<boolean> {
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'web3_clientVersion', params: [] }),
      signal: AbortSignal.timeout(1_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}
