import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createViews, templateNames } from '../../src/platform/http/view-engine.ts';
import type { Lang } from '../../src/platform/i18n/lang.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'views-'));
});

afterEach(() => rmSync(dir, { recursive: true }));

function write(name: string, source: string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, `${name}.hbs`), source);
}

const translate = (lang: Lang, key: string, facts: object = {}): string =>
  `${lang}:${key}${JSON.stringify(facts)}`;
const views = () => createViews(dir, translate, (name) => `/assets/${name}`);

function printed(source: string, model: object = {}, lang: Lang = 'en'): string {
  write('page', source);
  return views().render('page', lang, model);
}

describe('createViews', () => {
  it('puts a page into its layout, with the root at hand in both', () => {
    write('layouts/page', '<h1>{{@root.title}}</h1>{{> @partial-block @root}}');
    write(
      'jury/list',
      '{{#> layouts/page}}{{#each cities}}{{name}}, {{@root.title}};{{/each}}{{/layouts/page}}',
    );
    const model = { title: 'List', cities: [{ name: 'Fez' }, { name: 'Cork' }] };
    expect(views().render('jury/list', 'en', model)).toBe('<h1>List</h1>Fez, List;Cork, List;');
  });

  it('hands a partial what its call names and nothing of the page', () => {
    write('partials/status', '[{{label}}{{title}}]');
    expect(printed('{{> partials/status label="A"}}', { title: 'secret' })).toBe('[A]');
  });

  it('prints values escaped, those of helpers too', () => {
    expect(printed('{{x}}|{{concat x "&"}}', { x: '<b a="1">' })).toBe(
      '&lt;b a&#x3D;&quot;1&quot;&gt;|&lt;b a&#x3D;&quot;1&quot;&gt;&amp;',
    );
  });

  it('takes a name that stands alone for a field, though a helper is called so', () => {
    expect(
      printed('{{number}} {{#list}}{{this}}{{/list}} {{number number digits=1}}', { number: 7, list: ['a'] }),
    ).toBe('7 a 7.0');
  });

  it('adds no indentation to what was typed', () => {
    write('partials/area', '<textarea>{{text}}</textarea>');
    expect(printed('<p>\n    {{> partials/area text=text}}\n</p>', { text: 'a\nb' })).toContain(
      '<textarea>a\nb</textarea>',
    );
  });

  it('reads no value from a prototype', () => {
    class Card {
      get total(): number {
        return 7;
      }
    }
    expect(printed('[{{card.total}}{{card.constructor}}]', { card: new Card() })).toBe('[]');
  });

  it.each([
    ['{{shout name}}', 'unknown helper shout'],
    ['{{#shout}}{{else}}{{/shout}}{{#shout name}}{{/shout}}', 'unknown helper shout'],
    ['a\n{{> partials/none x=1}}', 'page.hbs:2: no partial partials/none'],
    ['{{> (concat "partials/" name) x=1}}', 'no partial by a computed name'],
    ['{{{name}}}', 'page.hbs:1: raw output is not allowed'],
    ['{{&name}}', 'raw output is not allowed'],
    ['{{> page}}', 'page is handed nothing'],
    ['{{#if x}}', 'Parse error'],
  ])('refuses to start with %s', (source, message) => {
    expect(() => printed(source)).toThrow(message);
  });

  it('throws on a view that does not exist', () => {
    expect(() => views().render('none', 'en', {})).toThrow('no template views/none.hbs');
  });

  it('names templates by their path', () => {
    write('b/c', '');
    write('a', '');
    writeFileSync(join(dir, 'note.txt'), '');
    expect(templateNames(dir)).toEqual(['a', 'b/c']);
  });
});

describe('helpers', () => {
  it('t takes the language of the page and the facts of the call', () => {
    expect(printed('{{#each xs}}{{t "a.b" n=this}}{{/each}}', { xs: [1] }, 'fr')).toBe(
      'fr:a.b{&quot;n&quot;:1}',
    );
  });

  it.each<[string, object, string]>([
    ['{{instant at "dateTime"}}', { at: '2027-01-29T18:00:00Z' }, '29 January 2027, 18:00 UTC'],
    ['{{instant at "time" zone="Asia/Tokyo"}}', { at: '2027-01-29T18:00:00Z' }, '03:00 UTC+9'],
    ['{{instant at "time"}}', { at: '2027-01-29T18:00:00Z', timeZone: 'Asia/Tokyo' }, '03:00 UTC+9'],
    ['{{number 70 digits=1}} {{bytes 840000}} {{list xs}}', { xs: ['A', 'B'] }, '70.0 840 kB A and B'],
    ['{{#if (eq a 1)}}y{{/if}}{{#if (not xs)}}n{{/if}}{{#if (and a xs)}}b{{/if}}', { a: 1, xs: [] }, 'yn'],
    ['{{or none "x"}}{{inc 0}}{{#if (has (array 1 2) 2)}}h{{/if}}', {}, 'x1h'],
    ['{{#each xs}}{{inc @index}}{{/each}}', { xs: ['a', 'b'] }, '12'],
    ['{{classes "row" lit=a bad=b}}', { a: true, b: [] }, 'row lit'],
    ['{{asset "app.css"}} {{to "/office/" 2027}}', {}, '/assets/app.css /en/office/2027'],
    ['{{#each (paragraphs x)}}<p>{{this}}</p>{{/each}}', { x: 'a\nb\r\n \r\nc\n\n' }, '<p>a\nb</p><p>c</p>'],
  ])('%s', (source, model, expected) => {
    expect(printed(source, model)).toBe(expected);
  });

  it.each(['/my', '#score', '?filter=left', 'https://a.example/b?c=d', 'mailto:a@b.example'])(
    'url lets %s stand',
    (address) => expect(printed('{{url x}}', { x: address }).replace('&#x3D;', '=')).toBe(address),
  );

  it.each([
    'javascript:alert(1)',
    ' javascript:x',
    '//evil.example',
    '/\\evil.example',
    'data:text/html,x',
    'my',
    '',
  ])('url turns %j away', (address) => expect(printed('{{url x}}', { x: address })).toBe('#'));
});
