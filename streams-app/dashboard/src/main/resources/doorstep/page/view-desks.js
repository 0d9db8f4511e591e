// SPDX-License-Identifier: Apache-2.0
// Service desks: people served at service points, and what they said.

import { Bar } from './charts.js';
import { ViewHead } from './head.js';
import { t } from './language.js';
import { d3, Fragment, h } from './lib.js';
import { periodOf } from './period.js';
import { useAnswer, useBreakdown } from './questions.js';
import { counted, only } from './rows.js';
import { AnswerCard, hiddenTitle, Table } from './table.js';
import { Figure, fullName, Name } from './text.js';
import { VisitTrend } from './view-unit.js';

const PATH = 'service-desk-counts';
const FIGURES = [['visits', 'visits'], ['people', 'people'], ['feedbackAsked', 'feedbackAsked'], ['feedback', 'feedback'], ['ratings', 'ratings'], ['suggestions', 'suggestions']];
const MOST = 1_000;

/** Areas without another one below them among these: the desks themselves. */
function leaves(rows) {
  return rows.filter(row => !rows.some(other => other.value.startsWith(`${row.value}/`)));
}

export function Desks({ view, params, unit }) {
  const period = periodOf(params, 'YEAR');
  const of = useAnswer(PATH, { unit, ...period, against: 'before' });
  const areas = { unit, breakdown: 'area', sort: 'visits' };
  const byArea = useBreakdown(PATH, { ...areas, limit: MOST }, period);
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, period, answer: of.data, title: t('desks'), text: t('desksText') }),
    h('div', { class: 'cards', key: unit }, [
      h(AnswerCard, { of, width: 'wide', name: 'desk-totals', title: t('desks'), downloads: [{ path: PATH, params: { unit, ...period }, title: t('desks') }] }, data =>
        h('dl', { class: 'stats' }, FIGURES.map(([figure, title]) => h('div', { key: figure, class: 'stat' }, [h('dt', null, t(title)), h('dd', null, h('strong', null, h(Figure, { value: only(data)[figure] ?? 0 })))])))),
      h(AnswerCard, { of: byArea, width: 'wide', name: 'desks', title: t('desksByArea'), downloads: [{ path: PATH, params: { ...areas, ...period }, title: t('desksByArea') }] }, data => {
        const rows = leaves(counted(data, 'visits', 'feedback')).map(row => ({ ...row, attributes: { 'data-value': row.value } }));
        const greatest = d3.max(rows, row => row.visits);
        return rows.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Table, {
          caption: t('desksByArea'), rows, id: row => row.value,
          columns: [
            { key: 'area', title: t('area'), cell: row => h(Name, { text: fullName(row.value) }) },
            { key: 'bar', title: hiddenTitle(t('chart')), cell: row => h('span', { class: 'bar-cell' }, h(Bar, { value: row.visits, of: greatest })) },
            ...FIGURES.map(([figure, title]) => ({ key: figure, title: t(title), number: true, cell: row => h(Figure, { value: row[figure] }) })),
          ],
        });
      }),
      h(VisitTrend, { unit, period, dates: of.data?.dates, path: PATH, title: t('visitsTrend') }),
    ]),
  ]);
}
