// SPDX-License-Identifier: Apache-2.0
// Worklist: what is owed now, whom to ring back and whom to visit. Its filters stand in the address.

import { go, here } from './address.js';
import { count, moment } from './format.js';
import { Choice, ViewHead } from './head.js';
import { t } from './language.js';
import { Fragment, h } from './lib.js';
import { useAnswer } from './questions.js';
import { KINDS } from './service-levels.js';
import { label, scoreLabel, settings } from './settings.js';
import { AnswerCard, Table } from './table.js';
import { Code, Figure, fullName, Name } from './text.js';
import { visible } from './visible.js';

const PATH = 'worklist';
const PAGE = 200;
const MOST = 10_000;
/** Ages change with as-of, which no change tells of. */
const EVERY = 60_000;
/** Days left from which on a due time is marked. */
const SOON = 3;
const DAYS = [0, 1, 3, 7, 30];

/** Parameters of the question; whatever else stands in an address is none of it. */
function asked({ kind, category, overdue, 'due-within': within, sort }, unit) {
  return { unit, kind, category, overdue: overdue === 'true' ? 'true' : null, 'due-within': overdue === 'true' ? null : within, sort };
}

function inDays(n) {
  return n === 0 ? t('today') : n === 1 ? t('tomorrow') : t('inDays', count(n));
}

function ageWords({ age }) {
  return age < 0 ? inDays(-age) : age === 0 ? t('today') : age === 1 ? t('yesterday') : t('daysAgo', count(age));
}

function leftWords({ daysLeft, overdue }) {
  if (daysLeft === null) {
    return t('neverDue');
  }
  if (overdue) {
    return daysLeft === 0 ? t('overSinceToday') : daysLeft === -1 ? t('overSinceYesterday') : t('daysOver', count(-daysLeft));
  }
  return inDays(daysLeft);
}

/** How urgent a row is, for its colour; the words beside it say the same. */
function urgency({ daysLeft, overdue }) {
  return overdue ? 'over' : daysLeft !== null && daysLeft <= SOON ? 'soon' : 'later';
}

/** What was rated, how low, on which question; of others, what went wrong with them. */
function Details({ row }) {
  if (row.kind === 'CALLBACK') {
    const subject = row.subjectType === 'FEEDBACK' ? null : h(Fragment, null, [' · ', label('subject', row.subjectType), ' ', h(Name, { text: row.subjectId })]);
    return h(Fragment, null, [h('strong', null, h('bdi', null, scoreLabel(row.scale, row.score))), ` (${label('scale', row.scale)}: ${count(row.score)}) · `, h(Code, { list: 'question', code: row.question }), subject]);
  }
  const wrong = [row.returned > 0 && `${t('returned')}: ${count(row.returned)}`, row.reopened > 0 && `${t('reopened')}: ${count(row.reopened)}`].filter(Boolean);
  return wrong.join(' · ');
}

const place = row => [fullName(row.unit), row.area && fullName(row.area)].filter(Boolean);

function columns() {
  return [
    { key: 'task', title: t('task'), cell: row => h(Fragment, null, [h(Code, { list: 'commitment', code: row.kind }), row.category && h('span', { class: 'quiet' }, [' · ', h(Code, { list: 'category', code: row.category })])]) },
    { key: 'where', title: t('where'), cell: row => place(row).map((it, i) => h('div', { key: it, class: i > 0 ? 'quiet' : '' }, h(Name, { text: it }))) },
    { key: 'opened', title: t('openedAt'), cell: row => h(Fragment, null, [h('span', { class: 'together' }, moment(row.openedAt)), h('div', { class: 'quiet' }, ageWords(row))]) },
    { key: 'due', title: t('dueAt'), cell: row => h(Fragment, null, [row.dueAt && h('span', { class: 'together' }, moment(row.dueAt)), h('div', null, h('span', { class: `mark due-${urgency(row)}`, 'data-due': urgency(row) }, leftWords(row)))]) },
    { key: 'details', title: t('details'), cell: row => h(Details, { row }) },
    { key: 'id', title: t('id'), cell: row => h('code', null, visible(row.id)) },
  ];
}

function Items({ data, title }) {
  return h(Table, { caption: title, rows: data.rows.map(row => ({ ...row, attributes: { 'data-id': row.id, 'data-kind': row.kind } })), id: row => row.id, columns: columns() });
}

function Totals({ data }) {
  const kinds = KINDS.filter(kind => data.totalsByKind[kind]);
  return h('dl', { class: 'pairs', 'data-totals': 'all' }, [['open', t('open')], ['overdue', t('overdue')]].map(([figure, title]) => h('div', { key: figure, 'data-figure': figure }, [
    h('dt', null, title),
    h('dd', null, [h(Figure, { value: data.totals[figure] }), kinds.length > 1 && h('span', { class: 'quiet' }, kinds.filter(kind => data.totalsByKind[kind][figure] > 0).map(kind => ` · ${label('commitment', kind)} ${count(data.totalsByKind[kind][figure])}`))]),
  ])));
}

function Filters({ view, params }) {
  const change = changes => go(view, { ...params, limit: null, ...changes });
  const due = params.overdue === 'true' ? 'overdue' : params['due-within'] ?? '';
  const days = [...new Set([...DAYS.map(String), ...(/^\d+$/.test(due) ? [due] : [])])];
  const categories = settings.get().catalogue.category.map(it => it.code);
  const category = params.category ?? '';
  return h(Fragment, null, [
    h(Choice, { title: t('kind'), value: params.kind ?? '', options: [{ value: '', title: t('allKinds') }, ...KINDS.map(it => ({ value: it, title: label('commitment', it) }))], onChoose: it => change({ kind: it }) }),
    h(Choice, { title: t('category'), value: category, options: [{ value: '', title: t('allCategories') }, ...(category && !categories.includes(category) ? [{ value: category, title: category.split(',').map(it => label('category', it)).join(', ') }] : []), ...categories.map(it => ({ value: it, title: label('category', it) }))], onChoose: it => change({ category: it }) }),
    h(Choice, { title: t('dueAt'), value: due, options: [{ value: '', title: t('whenever') }, { value: 'overdue', title: t('overdue') }, ...days.map(it => ({ value: it, title: it === '0' ? t('untilToday') : it === '1' ? t('untilTomorrow') : t('withinDays', count(Number(it))) }))], onChoose: it => change({ overdue: it === 'overdue' ? 'true' : null, 'due-within': it === 'overdue' ? null : it }) }),
    h(Choice, { title: t('order'), value: params.sort ?? 'due', options: [{ value: 'due', title: t('dueFirst') }, { value: 'age', title: t('oldestFirst') }], onChoose: it => change({ sort: it === 'due' ? null : it }) }),
    h('button', { class: 'quiet-button', onClick: () => print() }, t('print')),
  ]);
}

/** What opens after as-of: that is earlier than now, where it is fixed. */
function Later({ params, number }) {
  const of = useAnswer(PATH, { ...params, later: 'true' }, EVERY);
  return h(AnswerCard, { of, width: 'wide', name: 'later', title: t('opensLater', count(number)), text: t('opensLaterText') }, data => h(Items, { data, title: t('opensLater', count(number)) }));
}

export function Worklist({ view, params, unit }) {
  const filters = asked(params, unit);
  const limit = Math.min(Math.max(PAGE, Number(params.limit) || 0), MOST);
  const of = useAnswer(PATH, { ...filters, limit }, EVERY);
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, title: t('worklist'), text: t('worklistText') }, h(Filters, { view, params })),
    h('div', { class: 'cards worklist', key: unit }, [
      h(AnswerCard, { of, width: 'wide', name: 'worklist', title: t('worklist'), rows: 8, downloads: [{ path: PATH, params: { ...filters, limit: MOST }, title: t('worklist') }] }, data => h(Fragment, null, [
        h(Totals, { data }),
        data.endingsBeyond > 0 && h('p', { class: 'quiet', 'data-note': 'endings-beyond' }, data.endingsBeyond === true ? t('endingsBeyondSome') : t('endingsBeyond', count(data.endingsBeyond))),
        data.rows.length === 0 ? h('p', { class: 'quiet' }, t('nothingOwed')) : h(Items, { data, title: t('worklist') }),
        data.next && h('p', { class: 'quiet' }, [t('shownOf', count(data.rows.length), count(data.totals.open)), ' · ', limit < MOST && h('a', { href: here({ limit: limit + PAGE }) }, t('more'))]),
      ])),
      of.data?.later > 0 && h(Later, { params: { ...filters, limit: PAGE }, number: of.data.later }),
    ]),
  ]);
}
