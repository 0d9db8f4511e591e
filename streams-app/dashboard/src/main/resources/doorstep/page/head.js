// SPDX-License-Identifier: Apache-2.0
// The head of a view: where one is, and about which dates.

import { href } from './address.js';
import { t } from './language.js';
import { h, useEffect } from './lib.js';
import { keepPeriod, PeriodPicker } from './period.js';
import { settings } from './settings.js';
import { parents, UnitName, unitName, within } from './text.js';

/** Units above that the token sees, as links to the same view. */
function Path({ view, params, unit }) {
  const seen = parents(unit).filter(it => within(it, settings.get().unit));
  return (
    seen.length > 0 &&
    h('nav', { class: 'path', 'aria-label': t('unitAbove') }, h('ol', null, seen.map(it => h('li', { key: it }, h('a', { href: href(view, { ...keepPeriod(params), unit: it }) }, h(UnitName, { unit: it }))))))
  );
}

/**
 * @param unit null for views that are about no unit
 * @param period null for views with dates of their own
 */
export function ViewHead({ view, title, params, unit, period, answer, text, children }) {
  useEffect(() => {
    document.title = `${unit ? `${unitName(unit)} · ` : ''}${title} · Doorstep`;
  }, [title, unit]);
  return h('header', { class: 'view-head' }, [
    unit && h(Path, { view, params, unit }),
    h('div', { class: 'view-title' }, [
      h('h1', { tabIndex: -1, id: 'view-title' }, unit && view !== 'units' ? h(UnitName, { unit }) : title),
      unit && h('p', { class: 'view-kind' }, view === 'units' ? h(UnitName, { unit }) : title),
    ]),
    text && h('p', { class: 'view-text' }, text),
    h('div', { class: 'view-controls' }, [period && h(PeriodPicker, { view, params, period, answer }), children]),
  ]);
}

/** Lets the reader choose one of several. */
export function Choice({ title, options, value, onChoose }) {
  return h('label', { class: 'choice' }, h('span', null, title), h('select', { value, onChange: event => onChoose(event.currentTarget.value) }, options.map(it => h('option', { key: it.value, value: it.value }, it.title))));
}
