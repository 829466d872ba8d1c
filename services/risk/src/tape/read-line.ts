/** One line of text becomes one thing that happened, or is refused by the names of its fields. */
import type { z } from 'zod';
import { found } from '../rules/values.js';
import { LINES, type Line, type LineType } from './line.js';
import { malformed, MalformedLine, type Fault } from './malformed-line.js';

/** Throws {@link MalformedLine} with every fault of the line. */
export function readLine(text: string): Line {
  const given = readObject(text);
  const type = 'type' in given ? given.type : undefined;
  if (!isLineType(type)) {
    throw malformed('type', `must be one of ${Object.keys(LINES).join(', ')}, was ${found(type)}`);
  }
  const parsed = LINES[type].safeParse(given);
  if (parsed.success) return parsed.data;
  throw new MalformedLine(parsed.error.issues.flatMap((issue) => faultsOf(issue, type)));
}

function readObject(text: string): object {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw malformed('', `must be one JSON object, was ${found(text)}`);
  }
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw malformed('', `must be one JSON object, was ${found(given)}`);
}

const isLineType = (type: unknown): type is LineType =>
  typeof type === 'string' && Object.hasOwn(LINES, type);

function faultsOf(issue: z.core.$ZodIssue, type: LineType): readonly Fault[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(LINES[type].shape).join(', ');
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      detail: `is no field of such a line; these are: ${known}`,
    }));
  }
  return [{ field: path.join('.'), detail: message }];
}
