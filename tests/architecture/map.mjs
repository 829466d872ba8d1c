/**
 * Reads the journey's map out of the code: which service reacts to which fact in which file, what
 * it does about it, and which facts it writes. `--write` puts it into the README.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const SERVICES = ['signal-ingest', 'risk', 'executor', 'redemption', 'alerting'];
const BEGIN = '<!-- map: made by `node tests/architecture/map.mjs --write` -->';
const END = '<!-- end of map -->';

export function journeyMap() {
  const rows = SERVICES.flatMap((service) => rowsOf(service));
  const head = ['| service | when | does | file |', '| --- | --- | --- | --- |'];
  const writes = SERVICES.map(
    (service) => `- **${service}** writes ${writesOf(service).join(', ')}`,
  );
  return [...head, ...rows, '', ...writes].join('\n');
}

export function mapInReadme() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return readme.slice(readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)).trim();
}

function rowsOf(service) {
  const folder = join(root, 'services', service, 'src');
  return readdirSync(folder)
    .filter((name) => /^when-.*(?<!\.spec)\.ts$/.test(name))
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const facts = [...text.matchAll(/\b(?:when|alertOn|breakersOn)\('(\w+)'/g)].map(
        ([, fact]) => fact,
      );
      const what = text.match(/^\/\*\*\s*(?:\*\s*)?(.*?)\s*\*\//)?.[1] ?? '';
      const effect = text.match(/effect: '(\w+)'/)?.[1];
      const does = effect === undefined ? what : `${what} (effect \`${effect}\`)`;
      return [`| ${service} | ${[...new Set(facts)].join(', ')} | ${does} | \`${name}\` |`];
    });
}

function writesOf(service) {
  const main = readFileSync(join(root, 'services', service, 'src', 'main.ts'), 'utf8');
  const list = main.match(/writes: \[([^\]]*)\]/)?.[1] ?? '';
  return [...list.matchAll(/'(\w+)'/g)].map(([, fact]) => fact);
}

if (process.argv.includes('--write')) {
  const file = join(root, 'README.md');
  const readme = readFileSync(file, 'utf8');
  const [before, rest] = readme.split(BEGIN);
  const after = rest.slice(rest.indexOf(END));
  writeFileSync(file, `${before}${BEGIN}\n\n${journeyMap()}\n\n${after}`);
}
