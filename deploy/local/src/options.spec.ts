import { describe, expect, it } from '@jest/globals';
import { HELP, readOptions } from './options.js';

describe('the command line of npm start', () => {
  it('invents two markets at their own speed when nothing is said', () => {
    expect(readOptions([])).toStrictEqual({
      help: false,
      exit: false,
      quiet: false,
      report: undefined,
      dataDir: undefined,
      venueArgs: [
        ...['--seed', '1', '--markets', '2', '--duration', '20', '--speed', '1', '--wait'],
      ],
    });
  });

  it('passes on what the market shall be', () => {
    const args = ['--seed', '7', '--markets', '1', '--duration', '5', '--speed', '200'];
    expect(readOptions(args).venueArgs).toStrictEqual([...args, '--wait']);
  });

  it('replays a recording instead of inventing one', () => {
    const { venueArgs } = readOptions(['--replay', 'game.csv.gz', '--speed', '200']);
    expect(venueArgs).toStrictEqual(['--replay', 'game.csv.gz', '--speed', '200', '--wait']);
  });

  it.each(['seed', 'markets', 'duration'])('does not invent and replay at once: --%s', (name) => {
    expect(() => readOptions(['--replay', 'game.csv.gz', `--${name}`, '1'])).toThrow(
      'are for invented markets, not for --replay',
    );
  });

  it.each([
    ['speed', 'fast'],
    ['seed', '-1'],
    ['markets', ''],
    ['duration', ' '],
  ])('says which option is wrong and what it found: --%s %p', (name, value) => {
    expect(() => readOptions([`--${name}=${value}`])).toThrow(
      `--${name} must be a number that is not negative, was "${value}"`,
    );
  });

  it('refuses an option it does not know', () => {
    expect(() => readOptions(['--live'])).toThrow(/--live/);
  });

  it('takes every option its help names', () => {
    const named = [...HELP.matchAll(/^ {2}--([a-z-]+)( <[a-z]+>)?/gm)];
    expect(named).not.toHaveLength(0);
    for (const [, name = '', value] of named) {
      expect(() => readOptions([`--${name}${value === undefined ? '' : '=1'}`])).not.toThrow();
    }
  });
});
