// SPDX-License-Identifier: Apache-2.0
// The views by name.

import { href } from './address.js';
import { t } from './language.js';
import { h } from './lib.js';
import { useAnswer } from './questions.js';
import { settings } from './settings.js';
import { Loading, NotYours, RootOnly, State } from './states.js';
import { Overview } from './view-overview.js';
import { Units } from './view-units.js';
import { Unit } from './view-unit.js';
import { Commitments } from './view-commitments.js';
import { Worklist } from './view-worklist.js';
import { Moods } from './view-moods.js';
import { Desks } from './view-desks.js';
import { Officers } from './view-officers.js';
import { Year } from './view-year.js';
import { Data } from './view-data.js';

/** about: what a view is about; "unit" keeps the unit when one goes from view to view. */
export const VIEWS = [
  { name: 'overview', about: 'unit', show: Overview },
  { name: 'units', about: 'unit', show: Units },
  { name: 'unit', about: 'unit', show: Unit },
  { name: 'commitments', about: 'unit', show: Commitments },
  { name: 'worklist', about: 'unit', show: Worklist },
  { name: 'moods', about: 'all', show: Moods, rootOnly: true },
  { name: 'desks', about: 'unit', show: Desks },
  { name: 'officers', about: 'unit', show: Officers },
  { name: 'year', about: 'unit', show: Year },
  { name: 'data', about: 'all', show: Data, rootOnly: true },
];

export function View({ view, params }) {
  const found = VIEWS.find(it => it.name === view);
  if (!found) {
    return h(State, { name: 'no-view', heading: 'h1', title: t('noViewTitle') }, h('a', { class: 'button', href: href('overview') }, t('toOverview')));
  }
  if (found.rootOnly && !settings.get().everything) {
    return h(RootOnly, { heading: 'h1' });
  }
  return params.unit && found.about === 'unit' ? h(OfUnit, { found, view, params }) : h(found.show, { view, params, unit: settings.get().home });
}

/** One state for a unit that is not there, instead of one in every card. */
function OfUnit({ found, view, params }) {
  const of = useAnswer('units', { unit: params.unit, limit: 1 });
  if (of.problem?.code === 'UNKNOWN_UNIT') {
    return h(NotYours, { heading: 'h1' });
  }
  return of.data ? h(found.show, { view, params, unit: params.unit }) : h(Loading, { rows: 8 });
}
