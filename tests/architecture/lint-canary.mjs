/** Lints one line of code as if it stood in a file, by the boundary law alone; prints the rules hit. */
import nx from '@nx/eslint-plugin';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { boundaries, law } from './boundary-law.mjs';

const [filePath, code] = process.argv.slice(2);
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      plugins: { '@nx': nx },
      languageOptions: { parser: tseslint.parser },
      rules: law(boundaries),
    },
  ],
});
const [{ messages }] = await eslint.lintText(code, { filePath });
process.stdout.write(JSON.stringify(messages.map(({ ruleId }) => ruleId)));
