/** Turns the venue's Solidity into runtime code, once per wording of the sources. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Hex } from './venue-chain.js';

const COMPILE_TIMEOUT_MS = 120_000;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
const SETTINGS = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'cancun',
  outputSelection: { '*': { '*': ['evm.deployedBytecode.object'] } },
} as const;

const hex = z
  .string()
  .regex(/^0x([0-9a-f]{2})+$/)
  .transform((text) => text as Hex);
const codesSchema = z.record(z.string(), hex);

/** Runtime code by contract name. */
export type ContractCodes = Readonly<Record<string, Hex>>;

/** Throws with the compiler's own messages when a source does not compile. */
export async function compileContracts(): Promise<ContractCodes> {
  const sources = await readSources();
  const request = JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS });
  const cached = await cacheFile(request);
  try {
    return codesSchema.parse(JSON.parse(await readFile(cached, 'utf8')));
  } catch {
    const codes = readAnswer(await runCompiler(request));
    await store(cached, codes);
    return codes;
  }
}

/** Throws when the compiler made no code of that name. */
export function codeOf(codes: ContractCodes, name: string): Hex {
  const code = codes[name];
  if (code === undefined)
    throw new Error(`Could not place ${name}: the compiler made no code for it`);
  return code;
}

async function readSources(): Promise<Record<string, { readonly content: string }>> {
  const folder = fileURLToPath(new URL('../../contracts/', import.meta.url));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sol')).sort();
  const entries = names.map(async (name) => {
    const content = await readFile(join(folder, name), 'utf8');
    return [name, { content }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The key holds the compiler's version too: a new compiler means new code. */
async function cacheFile(request: string): Promise<string> {
  const path = createRequire(import.meta.url).resolve('solc/package.json');
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(path, 'utf8')));
  const key = createHash('sha256').update(version).update(request).digest('hex');
  return join(tmpdir(), `sluice-contracts-${userInfo().username}`, `${key}.json`);
}

/** Written beside and renamed, so that two starting venues never read half a file. */
async function store(path: string, codes: ContractCodes): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(codes));
  await rename(draft, path);
}

/** The compiler runs as a process of its own: it is large, slow and never needed again. */
async function runCompiler(request: string): Promise<string> {
  const compiler = createRequire(import.meta.url).resolve('solc/solc.js');
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [compiler, '--standard-json'],
      { timeout: COMPILE_TIMEOUT_MS, maxBuffer: OUTPUT_BYTES_MAX },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`Could not run the Solidity compiler: ${stderr}`, { cause: error }));
      },
    );
    child.stdin?.end(request);
  });
}

const answerSchema = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({ evm: z.object({ deployedBytecode: z.object({ object: z.string() }) }) }),
      ),
    )
    .default({}),
});

function readAnswer(output: string): ContractCodes {
  const answer = answerSchema.parse(JSON.parse(output.slice(output.indexOf('{'))));
  const errors = answer.errors.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const messages = errors.map(({ formattedMessage }) => formattedMessage).join('\n');
    throw new Error(`Could not compile the venue's contracts: ${messages}`);
  }
  const compiled = Object.values(answer.contracts).flatMap((file) => Object.entries(file));
  const runnable = compiled
    .map(([name, { evm }]) => [name, `0x${evm.deployedBytecode.object}`] as const)
    .filter(([, code]) => code !== '0x');
  return codesSchema.parse(Object.fromEntries(runnable));
}
