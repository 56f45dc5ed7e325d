import { describe, expect, it } from 'vitest';
import { dataFolderFrom } from '../../electron/arguments.ts';

const facts = {
  argv: ['electron', '.'],
  environment: {},
  workingFolder: '/somewhere',
  userData: '/home/me/.config/portcullis',
};

describe('the data folder', () => {
  it('is beside nothing else in the folder of the user by default', () => {
    expect(dataFolderFrom(facts)).toBe('/home/me/.config/portcullis/data');
  });

  it('is taken from PORTCULLIS_DATA', () => {
    expect(dataFolderFrom({ ...facts, environment: { PORTCULLIS_DATA: 'there' } })).toBe('/somewhere/there');
  });

  it.each([[['--data', '/a']], [['--data=/a']]])('is taken from the argument first: %j', (given) => {
    const environment = { PORTCULLIS_DATA: '/b' };
    expect(dataFolderFrom({ ...facts, argv: [...facts.argv, ...given, '--other'], environment })).toBe('/a');
  });

  it('is the default when what was given is empty', () => {
    const environment = { PORTCULLIS_DATA: '' };
    expect(dataFolderFrom({ ...facts, argv: ['electron', '--data='], environment })).toBe(dataFolderFrom(facts));
  });
});
