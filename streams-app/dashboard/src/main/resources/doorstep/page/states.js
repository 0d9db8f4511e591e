// SPDX-License-Identifier: Apache-2.0
// What stands where figures cannot: loading, empty, not yours and the like.

import { here, href } from './address.js';
import { Problem } from './api.js';
import { range } from './format.js';
import { t } from './language.js';
import { h } from './lib.js';
import { label, settings } from './settings.js';
import { NotKept } from './questions.js';
import { visible } from './visible.js';

const SYMBOLS = { loading: '◌', empty: '○', failed: '△', refused: '⊘' };

/** A state that fills a place; the heading of one that is a whole view is an h1. */
export function State({ name, title, text, symbol = SYMBOLS.empty, heading = 'p', children }) {
  return h(
    'div',
    { class: 'state', 'data-state': name, role: 'status' },
    h('span', { class: 'state-symbol', 'aria-hidden': 'true' }, symbol),
    h(heading, { class: 'state-title' }, title),
    text && h('p', { class: 'state-text' }, text),
    children,
  );
}

export function Loading({ rows = 3 }) {
  return h(
    'div',
    { class: 'skeleton', 'data-state': 'loading', 'aria-busy': 'true' },
    h('span', { class: 'hidden' }, t('loading')),
    Array.from({ length: rows }, (_, i) => h('span', { key: i, class: 'skeleton-line', 'aria-hidden': 'true' })),
  );
}

function Commands() {
  return h(
    'dl',
    { class: 'commands' },
    h('dt', null, t('emptySample')),
    h('dd', null, h('code', null, './doorstep demo')),
    h('dt', null, t('emptyOwn')),
    h('dd', null, h('code', null, './doorstep standalone --dashboard'), h('code', null, './doorstep ingest --help')),
  );
}

/** Nothing has been counted yet, or is known yet. */
export function Empty() {
  return h(State, { name: 'empty', title: t('emptyTitle'), text: t('emptyText') }, h(Commands));
}

export function NotYours({ heading }) {
  const unit = settings.get()?.unit;
  return h(
    State,
    { name: 'not-yours', heading, title: t('notYoursTitle'), text: t('notYoursText'), symbol: SYMBOLS.refused },
    unit && h('a', { class: 'button', href: href('overview', { unit }) }, t('toYourUnit')),
  );
}

export function RootOnly({ heading }) {
  return h(State, { name: 'root-only', heading, title: t('rootOnlyTitle'), text: t('rootOnlyText'), symbol: SYMBOLS.refused });
}

/** Why there is no answer. Unreachable servers have a banner of their own. */
export function Failure({ problem }) {
  if (problem instanceof NotKept) {
    return h(NotBrokenDown);
  }
  if (!(problem instanceof Problem)) {
    return h(Loading);
  }
  switch (problem.code) {
    case 'NEEDS_TOKEN':
    case 'INVALID_TOKEN':
      return null; // the token is asked for
    case 'NEEDS_ROOT':
      return h(RootOnly);
    case 'UNKNOWN_UNIT':
      return h(NotYours);
    case 'NO_FIGURES':
      return h(Empty);
    case 'STARTING':
      return h(State, { name: 'starting', title: t('startingTitle'), text: t('startingText'), symbol: SYMBOLS.loading });
    case 'NOT_COVERED':
      return h(NotCovered, { missing: problem.missing });
    default:
      return h(State, { name: 'failed', title: t('failedTitle'), text: visible(problem.message), symbol: SYMBOLS.failed });
  }
}

/** Which rows it would take, in words. */
export function whyNotCovered({ dates, windows, settings: lacking }) {
  const kinds = windows.map(it => label('window', it)).join(', ');
  const names = lacking.join(', ');
  return dates ? t('notCountedDates', range(dates.from, dates.to), kinds, names) : t('notCountedWindow', kinds, names);
}

function NotCovered({ missing }) {
  const others = [missing.inside, missing.around].filter(Boolean);
  return h(State, { name: 'not-covered', title: t('notCounted'), text: whyNotCovered(missing), symbol: SYMBOLS.refused }, [
    others.length > 0 && h('p', { class: 'quiet' }, t('countedInstead')),
    others.map(({ from, to }) => h('a', { key: from + to, class: 'button', href: here({ window: null, start: null, from, to }) }, range(from, to))),
  ]);
}

/** Rows of breakdowns are kept for some windows only. */
export function NotBrokenDown() {
  const kinds = settings.get().breakdownWindows.map(it => label('window', it)).join(', ');
  return h(State, { name: 'not-broken-down', title: t('breakdownTitle'), text: t('breakdownText', kinds), symbol: SYMBOLS.refused });
}

/**
 * Draws an answer, or why there is none.
 *
 * @param of answer of useAnswer
 * @param children function of its data
 */
export function Answered({ of, rows, children }) {
  if (of.data) {
    return children(of.data);
  }
  return of.problem ? h(Failure, { problem: of.problem }) : h(Loading, { rows });
}
