/**
 * Refuses mutants that do not compile. About half of all do not: an empty object where a fact is
 * expected, a code that is not on the list, a value that may be undefined. The type check has
 * noticed these, so they count neither for nor against the specs, and no spec has to run for them.
 *
 * Only the mutated file is asked. A mutant that breaks nothing but its importers is tested instead.
 */
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { resolve } from 'node:path';
import ts from 'typescript';

const FOLDER = resolve('libs/core/domain');

class Compiler {
  static inject = tokens(commonTokens.fileDescriptions);

  #files;
  #service;
  /** Each file as it was when first read, whatever happens to the checkout meanwhile. */
  #texts = new Map();
  #mutated = { file: '', id: '', text: '' };

  constructor(fileDescriptions) {
    this.#files = Object.keys(fileDescriptions).filter((file) => fileDescriptions[file].mutate);
  }

  async init() {
    const { config } = ts.readConfigFile(`${FOLDER}/tsconfig.json`, ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, FOLDER);
    this.#service = ts.createLanguageService({
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      getCompilationSettings: () => options,
      getCurrentDirectory: () => FOLDER,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      getScriptFileNames: () => this.#files,
      getScriptVersion: (file) => (file === this.#mutated.file ? this.#mutated.id : ''),
      getScriptSnapshot: (file) => ts.ScriptSnapshot.fromString(this.#textOf(file)),
    });
    for (const file of this.#files) {
      const error = this.#firstErrorIn(file);
      if (error !== undefined) throw new Error(`${file} does not compile as it is: ${error}`);
    }
  }

  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.#verdictOn(mutant)]));
  }

  #verdictOn({ id, fileName: file, location, replacement }) {
    const text = this.#texts.get(file);
    const lines = ts.computeLineStarts(text);
    const [start, end] = [location.start, location.end].map(
      ({ line, column }) => lines[line] + column,
    );
    const changed = asWritten(text.slice(start, end), replacement);
    this.#mutated = { file, id, text: text.slice(0, start) + changed + text.slice(end) };
    const reason = this.#firstErrorIn(file);
    return reason === undefined
      ? { status: CheckStatus.Passed }
      : { status: CheckStatus.CompileError, reason };
  }

  #textOf(file) {
    if (file === this.#mutated.file) return this.#mutated.text;
    if (!this.#texts.has(file)) this.#texts.set(file, ts.sys.readFile(file) ?? '');
    return this.#texts.get(file);
  }

  #firstErrorIn(file) {
    const [error] = [
      ...this.#service.getSyntacticDiagnostics(file),
      ...this.#service.getSemanticDiagnostics(file),
    ];
    return error && ts.flattenDiagnosticMessageText(error.messageText, ' ');
  }
}

/**
 * A condition that is always true or false, as code the compiler does not see through. Written as a
 * literal it would make code unreachable, and so refuse the mutant that lets a killed account trade;
 * this way it refuses only what now runs without the check its types depend on.
 */
function asWritten(original, replacement) {
  if (replacement === 'true') return `((${original}) || (true as boolean))`;
  if (replacement === 'false') return `((${original}) && (false as boolean))`;
  return replacement;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'compiler', Compiler)];
