// SPDX-License-Identifier: Apache-2.0
// Which dates a view is about: a window, or a range of dates. They stand in its address.

import { go, here } from './address.js';
import { range } from './format.js';
import { t } from './language.js';
import { h, useState } from './lib.js';
import { label, settings, windows } from './settings.js';

const KINDS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR', 'LAST_7D', 'LAST_30D', 'LAST_90D', 'EVER'];
const THIS = { DAY: 'today', WEEK: 'thisWeek', MONTH: 'thisMonth', QUARTER: 'thisQuarter', YEAR: 'thisYear' };
const RANGE = 'RANGE';

/** Parameters of questions: those of the address, or else the usual window. */
export function periodOf({ window, start, from, to }, usual) {
  if (from && to) {
    return { from, to };
  }
  return { window: window ?? windows([usual, ...KINDS])[0], start };
}

/** Whether rows of breakdowns may add up to these dates; of a range only the server knows. */
export function isBrokenDown(period) {
  return !period.window || settings.get().breakdownWindows.includes(period.window);
}

/** Parameters of links that keep the dates. */
export function keepPeriod({ window, start, from, to }) {
  return { window, start, from, to };
}

const NO_PERIOD = { window: null, start: null, from: null, to: null };

/**
 * Lets the reader choose dates.
 *
 * @param period of periodOf
 * @param answer an answer about these dates; it says which they are, and which came before
 */
export function PeriodPicker({ view, params, period, answer }) {
  const [choosing, choose] = useState(false);
  const isRange = Boolean(period.from) || choosing;
  const change = changes => go(view, { ...params, ...NO_PERIOD, ...changes });
  const before = answer?.comparisons?.before?.dates?.from;
  const select = event => {
    const kind = event.currentTarget.value;
    choose(kind === RANGE);
    if (kind !== RANGE) {
      change({ window: kind });
    }
  };
  const submit = event => {
    event.preventDefault();
    const fields = event.currentTarget.elements;
    change({ from: fields.from.value, to: fields.to.value });
  };
  return h('div', { class: 'period', role: 'group', 'aria-label': t('period') }, [
    h('select', { 'aria-label': t('period'), onChange: select, value: isRange ? RANGE : period.window }, [
      windows(KINDS).map(kind => h('option', { key: kind, value: kind }, kind in THIS && !period.start ? t(THIS[kind]) : label('window', kind))),
      h('option', { value: RANGE }, t('ownRange')),
    ]),
    isRange && h('form', { class: 'range', onSubmit: submit, key: 'range' }, [
      h('label', null, h('span', null, t('from')), h('input', { type: 'date', name: 'from', required: true, defaultValue: period.from ?? answer?.dates?.from })),
      h('label', null, h('span', null, t('until')), h('input', { type: 'date', name: 'to', required: true, defaultValue: period.to ?? answer?.dates?.to })),
      h('button', { type: 'submit' }, t('apply')),
    ]),
    !isRange && before && h('a', { class: 'button step', href: here({ window: period.window, start: before }) }, '‹ ', t('earlier')),
    !isRange && period.start && h('a', { class: 'button step', href: here({ window: period.window, start: null }) }, t('latest'), ' »'),
    answer?.dates && h('span', { class: 'dates', 'data-from': answer.dates.from, 'data-to': answer.dates.to }, range(answer.dates.from, answer.dates.to)),
  ]);
}

/** A period cut into pieces, to draw a line: parameters of a series. */
export function seriesOf(period, dates) {
  const year = { window: 'YEAR', start: `${(dates?.from ?? '').slice(0, 4)}-01-01` };
  switch (period.window) {
    case 'DAY':
    case 'LAST_7D':
    case 'LAST_30D':
      return period.start ? { window: 'MONTH', start: `${period.start.slice(0, 7)}-01`, series: 'DAY' } : { window: 'LAST_30D', series: 'DAY' };
    case 'WEEK':
    case 'LAST_90D':
      return period.start ? { ...year, series: 'WEEK' } : { window: 'LAST_90D', series: 'WEEK' };
    case 'EVER':
      return { window: 'EVER', series: 'MONTH' };
    case undefined:
      return dates && { ...period, series: dates.days <= 45 ? 'DAY' : dates.days <= 200 ? 'WEEK' : 'MONTH' };
    default:
      return dates && { ...year, series: 'MONTH' };
  }
}
