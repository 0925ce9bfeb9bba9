// Pages are Handlebars templates below views/, one a page, named by their path ("scoring/scorecard"); partials
// and layouts are named the same way. Everything is compiled when the service starts, and the start fails on
// an unknown helper, a missing partial, raw output or a partial that is handed nothing, so that a template
// can break only in the test run. Templates get plain view models and print them escaped; they have no logic
// beyond if, each and the pure helpers. A partial sees what its call hands it and @root, nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import Handlebars from 'handlebars';
import type { Translate } from '../i18n/catalogue.ts';
import type { Lang } from '../i18n/lang.ts';
import { viewHelpers } from './view-helpers.ts';

/** Renders a template by name with a plain view model. */
export interface Views {
  render(name: string, lang: Lang, model: object): string;
}

/** Gives the address, with its content hash, of a file below public/. */
export type AssetUrl = (name: string) => string;

type Source = { name: string; program: hbs.AST.Program; path: string };

/** Compiles all templates below `dir`; throws, naming file and line, where one of them cannot work. */
export function createViews(dir: string, translate: Translate, asset: AssetUrl): Views {
  const engine = Handlebars.create();
  const helpers = viewHelpers(translate, asset);
  engine.registerHelper(helpers);
  const sources = templateNames(dir).map((name) => readSource(dir, name));
  const names = new Set(sources.map((source) => source.name));
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const source of sources) {
    new CallCheck(source.path, names, new Set(Object.keys(helpers))).accept(source.program);
    const template = engine.template(compileSource(engine, source, Object.keys(helpers)));
    engine.registerPartial(source.name, template);
    templates.set(source.name, template);
  }
  return {
    render(name, lang, model) {
      const template = templates.get(name);
      if (template === undefined) throw new Error(`no template views/${name}.hbs`);
      return template({ ...model, lang });
    },
  };
}

/** Names all templates below `dir`, by path without ending, in order. */
export function templateNames(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => file.slice(0, -'.hbs'.length).replaceAll('\\', '/'))
    .sort();
}

function readSource(dir: string, name: string): Source {
  const path = join(dir, `${name}.hbs`);
  return { name, path, program: Handlebars.parse(readFileSync(path, 'utf8'), { srcName: path }) };
}

function compileSource(engine: typeof Handlebars, source: Source, helpers: string[]): TemplateSpecification {
  const code = engine.precompile(source.program, {
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(helpers.map((name) => [name, true])),
    explicitPartialContext: true,
    // Indenting a partial would add spaces to what was typed into a text field.
    preventIndent: true,
  });
  // Handlebars' own compile waits until the first rendering; its code is run here so that faults show at start.
  return runInThisContext(`(${String(code)})`, { filename: source.path });
}

// Refuses raw output and partial calls that would print nothing. A name that stands alone is always a field of the
// model, even where a helper has the same name: every helper takes something.
class CallCheck extends Handlebars.Visitor {
  private readonly path: string;
  private readonly names: ReadonlySet<string>;
  private readonly helpers: ReadonlySet<string>;

  constructor(path: string, names: ReadonlySet<string>, helpers: ReadonlySet<string>) {
    super();
    this.path = path;
    this.names = names;
    this.helpers = helpers;
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) this.fail(mustache, 'raw output is not allowed');
    this.preferField(mustache);
    super.MustacheStatement(mustache);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    this.preferField(block);
    super.BlockStatement(block);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.checkCall(partial);
    super.PartialStatement(partial);
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.checkCall(partial);
    super.PartialBlockStatement(partial);
  }

  private checkCall(call: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    const name = 'original' in call.name ? String(call.name.original) : '';
    if (name === '@partial-block') return;
    if (!this.names.has(name)) this.fail(call, `no partial ${name || 'by a computed name'}`);
    const handsNothing = call.params.length === 0 && (call.hash?.pairs ?? []).length === 0;
    if (handsNothing && !name.startsWith('layouts/'))
      this.fail(call, `${name} is handed nothing; write "this"`);
  }

  private preferField(call: hbs.AST.MustacheStatement | hbs.AST.BlockStatement): void {
    const path = call.path as hbs.AST.PathExpression;
    const alone = call.params.length === 0 && (call.hash?.pairs ?? []).length === 0;
    if (alone && this.helpers.has(path.original)) path.original = `./${path.original}`;
  }

  private fail(node: hbs.AST.Node, what: string): never {
    throw new Error(`${this.path}:${node.loc.start.line}: ${what}`);
  }
}
