// SPDX-License-Identifier: Apache-2.0
// Why a share moved between two periods, as the API splits it.

import { href } from './address.js';
import { Effect } from './charts.js';
import { whyNone } from './comparison.js';
import { percent, points, range } from './format.js';
import { Choice } from './head.js';
import { t } from './language.js';
import { d3, Fragment, h, useState } from './lib.js';
import { useAnswer } from './questions.js';
import { AnswerCard, Table } from './table.js';
import { Code, Figure, fullName, Name, UnitName } from './text.js';

const PATH = 'satisfaction-scores/why-moved';
const PERIODS = ['before', 'last-year'];
const SHOWN = 12;

function share(it) {
  return h(Fragment, null, [h(Figure, { value: it?.satisfiedShare, as: 'percent' }), h('span', { class: 'quiet' }, ' · ', h(Figure, { value: it?.answers }))]);
}

function Split({ data, period, facet }) {
  const greatest = d3.max(data.rows.flatMap(it => [Math.abs(it.score), Math.abs(it.mix)])) ?? 0;
  const strength = it => Math.max(Math.abs(it.score), Math.abs(it.mix));
  const rows = [...data.rows].sort((a, b) => strength(b) - strength(a)).slice(0, SHOWN * 2).map(row => ({ ...row, attributes: { 'data-unit': row.unit, 'data-own': String(row.own) } }));
  return h(Table, {
    caption: t('whyMoved'), rows, id: row => `${row.unit} ${row.own}`,
    columns: [
      { key: 'unit', title: t('unitColumn'), cell: row => (row.own ? t('ownEvents') : h('a', { href: href('unit', { unit: row.unit, facet, ...period }) }, h(UnitName, { unit: row.unit }))) },
      { key: 'before', title: t('before'), number: true, cell: row => share(row.before) },
      { key: 'now', title: t('now'), number: true, cell: row => share(row.now) },
      { key: 'score', title: t('scoreEffect'), number: true, cell: row => h('span', { class: 'effect-cell' }, h(Effect, { value: row.score, of: greatest }), h(Figure, { value: row.score, as: 'points' })) },
      { key: 'mix', title: t('mixEffect'), number: true, cell: row => h('span', { class: 'effect-cell' }, h(Effect, { value: row.mix, of: greatest }), h(Figure, { value: row.mix, as: 'points' })) },
    ],
  });
}

/** Values of topics and areas: they overlap, so each stands beside all other answers. */
function Values({ list, values, title }) {
  const rows = [...values].sort((a, b) => b.now.answers - a.now.answers).slice(0, SHOWN);
  return rows.length > 0 && h('details', { class: 'behind' }, [
    h('summary', null, title),
    h('p', { class: 'quiet' }, t('overlapping')),
    h(Table, {
      caption: title, rows, id: row => row.value,
      columns: [
        { key: 'value', title: t(list), cell: row => (list === 'area' ? h(Name, { text: fullName(row.value) }) : h(Code, { list, code: row.value })) },
        { key: 'before', title: t('before'), number: true, cell: row => share(row.before) },
        { key: 'now', title: t('now'), number: true, cell: row => share(row.now) },
        { key: 'ob', title: t('othersBefore'), number: true, cell: row => share(row.othersBefore) },
        { key: 'on', title: t('others'), number: true, cell: row => share(row.othersNow) },
      ],
    }),
  ]);
}

export function WhyMoved({ unit, period, facet }) {
  const [against, setAgainst] = useState(PERIODS[0]);
  const params = { unit, facet, ...period, against };
  const of = useAnswer(PATH, params);
  const titles = { before: t('before'), 'last-year': t('lastYear') };
  return h(AnswerCard, { of, width: 'wide', name: 'why-moved', title: t('whyMoved'), downloads: [{ path: PATH, params, title: t('whyMoved') }] }, data => h(Fragment, null, [
    h(Choice, { title: t('whySince'), value: against, options: PERIODS.map(it => ({ value: it, title: titles[it] })), onChoose: setAgainst }),
    typeof data.difference === 'number'
      ? h('p', { class: 'lead', 'data-difference': String(data.difference) }, t('whyMovedText', range(data.comparison.dates.from, data.comparison.dates.to), percent(data.before.satisfiedShare), range(data.dates.from, data.dates.to), percent(data.now.satisfiedShare), t('percentagePoints', points(data.difference))))
      : h('p', { class: 'quiet' }, t('noSplit', data.comparison.reason ? whyNone(data.comparison) : t(`split_${data.reason}`))),
    data.rows.length > 0 && h(Split, { data, period, facet }),
    h(Values, { list: 'topic', values: data.values?.topic ?? [], title: t('byTopicMoved') }),
    h(Values, { list: 'area', values: data.values?.area ?? [], title: t('byAreaMoved') }),
  ]));
}
