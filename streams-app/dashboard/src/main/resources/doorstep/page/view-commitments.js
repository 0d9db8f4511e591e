// SPDX-License-Identifier: Apache-2.0
// Commitments: who is owed what, and whether it is done in time.

import { Bar, Lines } from './charts.js';
import { count } from './format.js';
import { Choice, ViewHead } from './head.js';
import { t } from './language.js';
import { Level } from './level.js';
import { Fragment, h, useState } from './lib.js';
import { MUST_VISITS, useMustVisits } from './must-visits.js';
import { periodOf, seriesOf } from './period.js';
import { useAnswer } from './questions.js';
import { only } from './rows.js';
import { KINDS, Outcomes, Times } from './service-levels.js';
import { label } from './settings.js';
import { AnswerCard, Charted, hiddenTitle, Table } from './table.js';
import { Code, Figure } from './text.js';
import { pieceName } from './view-unit.js';

const PATH = 'service-levels';

function MustVisits({ unit, period }) {
  const { total, categories } = useMustVisits(unit, period);
  return h(AnswerCard, { of: total, width: 'wide', name: 'must-visits', title: t('fiveMustVisits'), downloads: [{ path: PATH, params: { unit, ...period, facet: 'DUTY', breakdown: 'category' }, title: t('fiveMustVisits') }] }, data => {
    const rows = [...MUST_VISITS.map(code => ({ code, row: categories.get(code) ?? {} })), { code: null, row: only(data) }].map(it => ({ ...it, attributes: { 'data-category': it.code ?? 'all' } }));
    return h(Table, {
      caption: t('fiveMustVisits'), rows, id: it => it.code ?? 'all',
      columns: [
        { key: 'category', title: t('category'), cell: it => (it.code ? h(Code, { list: 'category', code: it.code }) : h('strong', null, t('allFive'))) },
        { key: 'bar', title: hiddenTitle(t('chart')), cell: it => h('span', { class: 'bar-cell' }, h(Bar, { value: it.row.metShare, kind: 'coverage', height: 12 })) },
        { key: 'share', title: t('coverage'), number: true, cell: it => h(Figure, { value: it.row.metShare, as: 'percent' }) },
        { key: 'met', title: t('met'), number: true, cell: it => h(Figure, { value: it.row.met }) },
        { key: 'due', title: t('due'), number: true, cell: it => h(Figure, { value: it.row.due }) },
        { key: 'open', title: t('open'), number: true, cell: it => h(Level, { of: total, row: it.row, figure: 'open' }) },
        { key: 'overdue', title: t('overdue'), number: true, cell: it => h(Level, { of: total, row: it.row, figure: 'overdue' }) },
      ],
    });
  });
}

function OverTime({ unit, period, dates }) {
  const [kind, setKind] = useState('REQUEST');
  const series = seriesOf(period, dates);
  const params = { unit, facet: kind, ...series };
  const of = useAnswer(series ? PATH : null, params);
  return h(AnswerCard, { of, width: 'two-thirds', name: 'levels-over-time', title: t('levelsOverTime'), downloads: [{ path: PATH, params, title: t('levelsOverTime') }] }, data => {
    const labels = data.rows.map(row => pieceName(series.series, row));
    return h(Fragment, null, [
      h(Choice, { title: t('kind'), value: kind, options: KINDS.map(it => ({ value: it, title: label('commitment', it) })), onChoose: setKind }),
      h(Charted, {
        title: t('levelsOverTime'),
        chart: h(Lines, { title: t('levelsOverTime'), labels, series: [{ name: 'open', title: t('open'), values: data.rows.map(row => row.open) }, { name: 'overdue', title: t('overdue'), values: data.rows.map(row => row.overdue) }] }),
        rows: data.rows, id: row => row.start,
        columns: [
          { key: 'start', title: t('levelsEndOf'), cell: row => pieceName(series.series, row) },
          { key: 'open', title: t('open'), number: true, cell: row => h(Figure, { value: row.open }) },
          { key: 'overdue', title: t('overdue'), number: true, cell: row => h(Figure, { value: row.overdue }) },
          { key: 'opened', title: t('opened'), number: true, cell: row => h(Figure, { value: row.opened }) },
          { key: 'closed', title: t('closed'), number: true, cell: row => h(Figure, { value: row.closed }) },
        ],
      }),
    ]);
  });
}

function OnTime({ of }) {
  return h(AnswerCard, { of, width: 'wide', name: 'on-time', title: t('onTimeTitle') }, data => {
    const rows = KINDS.map(kind => only(data, kind)).filter(row => row.due > 0 || row.firstDue > 0).map(row => ({ ...row, attributes: { 'data-facet': row.facet } }));
    const bar = figure => ({ key: `${figure}-bar`, title: hiddenTitle(t('chart')), cell: row => h('span', { class: 'bar-cell' }, h(Bar, { value: row[figure], kind: 'coverage' })) });
    const share = (figure, title) => ({ key: figure, title: t(title), number: true, cell: row => h(Figure, { value: row[figure], as: 'percent' }) });
    return rows.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Table, {
      caption: t('onTimeTitle'), rows, id: row => row.facet,
      columns: [
        { key: 'kind', title: t('kind'), cell: row => h(Code, { list: 'commitment', code: row.facet }) },
        share('metShare', 'onTime'), bar('metShare'), share('firstMetShare', 'onTimeFirst'), bar('firstMetShare'), share('acknowledgedShare', 'acknowledgedOnTime'),
      ],
    });
  });
}

function CallBacks({ of }) {
  return h(AnswerCard, { of, width: 'third', name: 'call-backs', title: t('callbacks'), text: t('callbacksText') }, data => {
    const row = only(data, 'CALLBACK');
    const parts = [['ratedHigher', 'ratedHigher'], ['ratedLower', 'ratedLower']];
    return row.opened === undefined ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Fragment, null, [
      h('p', { class: 'big' }, h(Figure, { value: row.ratedHigherShare, as: 'percent' })),
      h('p', { class: 'quiet' }, t('ratedHigherShare')),
      h('dl', { class: 'pairs' }, ['opened', 'open', 'overdue', 'ratedAgain'].map(it => h('div', { key: it }, [h('dt', null, t(it)), h('dd', null, it === 'open' || it === 'overdue' ? h(Level, { of, row, figure: it }) : h(Figure, { value: row[it] }))]))),
      h('ul', { class: 'bars' }, parts.map(([figure, title]) => h('li', { key: figure }, [h('span', { class: 'bar-name' }, t(title)), h('span', { class: 'bar-figure' }, t('nOf', count(row[figure]), count(row.ratedAgain))), h(Bar, { value: row[figure], of: row.ratedAgain, kind: figure === 'ratedHigher' ? 'coverage' : 'late' })]))),
    ]);
  });
}

export function Commitments({ view, params, unit }) {
  const period = periodOf(params, 'YEAR');
  const of = useAnswer(PATH, { unit, ...period, against: 'before' });
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, period, answer: of.data, title: t('commitments') }),
    h('div', { class: 'cards', key: unit }, [
      h(MustVisits, { unit, period }),
      h(OverTime, { unit, period, dates: of.data?.dates }),
      h(CallBacks, { of }),
      h(OnTime, { of }),
      h(Times, { of }),
      h(Outcomes, { of }),
    ]),
  ]);
}
