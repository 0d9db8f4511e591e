// SPDX-License-Identifier: Apache-2.0
// How much is open or overdue. Where a figure is that of now, it leads to the list of what it counts.

import { href } from './address.js';
import { count } from './format.js';
import { t } from './language.js';
import { h } from './lib.js';
import { Figure } from './text.js';

/** Levels are those at the end of the dates of an answer: whether that is as-of. */
export function isNow({ data, standing }) {
  return Boolean(data && standing?.asOf) && (!data.dates || data.dates.to >= standing.asOf.slice(0, 10));
}

/** What the figures of values that are not listed count cannot be listed either. */
function isListed({ breakdown, value }) {
  return !breakdown || (breakdown === 'category' && value !== 'OTHER_VALUES');
}

/**
 * Where the rows are that a figure counts; null if it is none of now.
 *
 * @param of the answer that the row is from
 * @param figure "open" or "overdue"
 */
export function worklistOf(of, row, figure) {
  return isNow(of) && row[figure] > 0 && isListed(row) ? href('worklist', { unit: row.unit, kind: row.facet, category: row.value, overdue: figure === 'overdue' ? 'true' : null }) : null;
}

export function Level({ of, row, figure }) {
  const to = worklistOf(of, row, figure);
  const shown = h(Figure, { value: row[figure] });
  return to ? h('a', { class: 'level', href: to, title: t('toWorklist', count(row[figure])) }, shown) : shown;
}
