// SPDX-License-Identifier: Apache-2.0
// Tables, and cards with a table behind their chart.

import { download } from './api.js';
import { t } from './language.js';
import { h, useId, useState } from './lib.js';
import { Answered } from './states.js';
import { moment } from './format.js';
import { visible } from './visible.js';

/**
 * A table.
 *
 * @param columns {key, title, cell(row), number, sort}; sort = what rows are sorted by with it
 * @param sorted {sort, direction}, if a reader may sort
 */
export function Table({ caption, columns, rows, sorted, onSort, id = (_, i) => i }) {
  return h(
    'div',
    { class: 'table-scroll', tabIndex: 0, role: 'group', 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', { class: 'hidden' }, caption),
      h('thead', null, h('tr', null, columns.map(column => h(Head, { key: column.key, column, sorted, onSort })))),
      h('tbody', null, rows.map((row, i) => h('tr', { key: id(row, i), ...row.attributes }, columns.map((column, at) => h(at === 0 ? 'th' : 'td', { key: column.key, scope: at === 0 ? 'row' : undefined, class: column.number ? 'number' : undefined }, column.cell(row)))))),
    ),
  );
}

function Head({ column, sorted, onSort }) {
  const attributes = { scope: 'col', class: column.number ? 'number' : undefined };
  if (!column.sort || !onSort) {
    return h('th', attributes, column.title);
  }
  const isSorted = sorted?.sort === column.sort;
  const ascending = sorted?.direction === 'lowest';
  return h(
    'th',
    { ...attributes, 'aria-sort': isSorted ? (ascending ? 'ascending' : 'descending') : undefined },
    h(
      'button',
      {
        class: 'sort',
        title: t('sortBy', column.title),
        onClick: () => onSort({ sort: column.sort, direction: isSorted && !ascending ? 'lowest' : 'highest' }),
      },
      column.title,
      h('span', { 'aria-hidden': 'true' }, isSorted ? (ascending ? ' ↑' : ' ↓') : ''),
    ),
  );
}

/** Buttons that save answers as CSV: {path, params, title}. */
export function Downloads({ of }) {
  const [failed, fail] = useState(null);
  const save = it => {
    fail(null);
    download(it.path, it.params, `${it.path.replaceAll('/', '-')}.csv`).catch(e => fail(e.message));
  };
  return h(
    'span',
    { class: 'downloads' },
    of.map(it =>
      h('button', { key: it.path + it.title, class: 'quiet-button', onClick: () => save(it), 'aria-label': t('csvOf', it.title) }, h('span', { 'aria-hidden': 'true' }, '↓ '), of.length === 1 ? t('csv') : `${t('csv')}: ${it.title}`),
    ),
    failed !== null && h('span', { role: 'alert', class: 'problem' }, t('downloadFailed', visible(failed))),
  );
}

/** Of a column that explains itself to those who see it. */
export function hiddenTitle(text) {
  return h('span', { class: 'hidden' }, text);
}

/** A card: title, body, and below it what it is as of. */
export function Card({ title, to, width = '', text, standing, downloads, name, children, level = 2 }) {
  const id = useId();
  return h(
    'section',
    { class: `card ${width}`, 'aria-labelledby': id, 'data-card': name },
    h(
      'header',
      { class: 'card-head' },
      h(`h${level}`, { id }, to ? h('a', { href: to }, title) : title),
      text && h('p', { class: 'card-text' }, text),
    ),
    h('div', { class: 'card-body' }, children),
    (standing?.asOf || downloads) &&
      h('footer', { class: 'card-foot' }, standing?.asOf && h('span', { class: 'as-of' }, t('asOf', moment(standing.asOf))), downloads && h(Downloads, { of: downloads })),
  );
}

/** A chart with its table behind it. */
export function Charted({ title, chart, columns, rows, id }) {
  return h(
    'figure',
    { class: 'charted' },
    chart,
    h('details', { class: 'behind' }, h('summary', null, t('asTable')), h(Table, { caption: title, columns, rows, id })),
  );
}

/** A card whose body is the answer to one question. */
export function AnswerCard({ of, children, rows, ...card }) {
  return h(Card, { ...card, standing: of.standing }, h(Answered, { of, rows }, children));
}
