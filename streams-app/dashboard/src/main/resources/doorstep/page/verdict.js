// SPDX-License-Identifier: Apache-2.0
// What is said of a share: target, verdict, interval, difference from the unit above.

import { bound, count, percent } from './format.js';
import { t } from './language.js';
import { h } from './lib.js';
import { settings } from './settings.js';

/** Met, missed, not clear: a word, never a colour alone. */
export function Verdict({ row }) {
  if (!row.verdict) {
    return null;
  }
  const few = row.enough === false;
  return h('p', { class: `verdict verdict-${row.verdict}`, 'data-verdict': row.verdict }, [
    h('span', { class: 'verdict-word', title: few ? t('notEnoughText', count(settings.get().answersMin)) : undefined }, few ? t('notEnough') : t(`verdict_${row.verdict}`)),
    h('span', { class: 'quiet' }, ' ', t('targetIs', percent(row.target))),
  ]);
}

export function IntervalWords({ row }) {
  if (typeof row.satisfiedLow !== 'number') {
    return null;
  }
  return h('p', { class: 'quiet' }, `${t('interval95')}: ${t('to', bound(row.satisfiedLow), bound(row.satisfiedHigh))} · ${t('answersN', count(row.answers))}`);
}
