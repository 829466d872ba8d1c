/**
 * Leaves out sentences, with what stands in them: text with two words side by side is for people,
 * and no code reads it. A spec that repeats each of them would fail for a better wording, not for a
 * wrong decision. Keys, units, defaults and codes are no such text and are mutated.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const shouldIgnore = (path) => (/[a-z] [a-z]/i.test(textOf(path)) ? 'words for people' : undefined);

function textOf(path) {
  if (path.isStringLiteral()) return path.node.value;
  if (path.isTemplateLiteral()) return path.node.quasis.map(({ value }) => value.raw).join('…');
  return '';
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', { shouldIgnore })];
