import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFaults, templateFaults } from '../../src/platform/http/view-faults.ts';

describe('sourceFaults', () => {
  it.each([
    ['<p>\n{{{x}}}</p>', '2: raw output'],
    ['<p>{{&x}}</p>', '1: raw output'],
    ['<a class={{x}} href="/">{{y}}</a>', '1: attribute without quotes'],
    ['<p style="color: red">{{y}}</p>', '1: inline style'],
    ['<style>p { }</style>', '1: inline style'],
    ['<p onclick="{{x}}">{{y}}</p>', '1: inline handler'],
    ['<script>{{x}}</script>', '1: inline script'],
    ['<{{x}}>{{y}}</{{x}}>', '1: value inside a tag’s name or an attribute’s name'],
    ['<a href="{{x}}">{{y}}</a>', '1: link without the url, to or asset helper'],
    ['<form method="post" action="{{x}}/lock">{{y}}</form>', '1: link without the url, to or asset helper'],
    ['<p>{{x}}\nYour score</p>', '2: words outside the catalogues'],
    ['<p aria-label="Score {{x}}">{{y}}</p>', '1: words outside the catalogues'],
  ])('finds in %j: %s', (source, fault) => {
    expect(sourceFaults(source)).toContain(fault);
  });

  it.each([
    '<a href="{{url x}}">{{t "jury.a"}}</a> <a href="{{to "/my"}}">1</a><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link href="{{asset "app.css"}}" rel="stylesheet"><script src="{{asset "js/keys.js"}}" defer></script>',
    '{{!-- Words of a comment --}}<p class="{{classes "row" lit=x}}">{{t "jury.a" n=1}}&nbsp;· {{n}} %</p>',
    '<svg viewBox="0 0 8 {{h}}"><path d="M0 0h{{w}}"/></svg>',
    '<option value="{{x}}"{{#if y}} selected{{/if}}>{{z}}</option>',
  ])('finds nothing in %j', (source) => {
    expect(sourceFaults(source)).toEqual([]);
  });
});

describe('the templates of the platform', () => {
  it('have no fault', () => {
    const own = /^(layouts|partials|platform)\//;
    expect(
      templateFaults(join(import.meta.dirname, '../../views')).filter((fault) => own.test(fault)),
    ).toEqual([]);
  });
});
