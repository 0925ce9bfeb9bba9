import { describe, expect, it } from 'vitest';
import { jurorNamesIn } from '../../src/jury/juror-names.ts';

const people = [
  { name: 'Amara Diallo-Berg', address: 'amara@jury.invalid' },
  { name: 'José de la Câmara', address: 'jose@jury.invalid' },
  { name: '李 明', address: 'li@jury.invalid' },
  { name: 'Γιώργος Σεφέρης', address: 'g@jury.invalid' },
];

describe('names of jurors in a text', () => {
  it.each([
    ['As Amara said, well done.', ['Amara']],
    ['signed: DIALLO BERG', ['Diallo', 'Berg']],
    ['Saludos, jose camara', ['José', 'Câmara']],
    ['李明写道：很好。', ['李 明']],
    ['Ο Σεφέρης το είδε.', ['Σεφέρης']],
    ['Write to Amara@Jury.invalid for more.', ['Amara', 'amara@jury.invalid']],
    ['De la ciudad, y de las escuelas.', []],
    ['The iceberg of Bergamo.', []],
    ['明天更好。', []],
    ['', []],
  ])('%s', (text, found) => {
    expect(jurorNamesIn(text, people)).toEqual(found);
  });

  it('finds nobody where there is nobody', () => {
    expect(jurorNamesIn('Amara', [])).toEqual([]);
    expect(jurorNamesIn('Amara', [{ name: '', address: '' }])).toEqual([]);
  });
});
