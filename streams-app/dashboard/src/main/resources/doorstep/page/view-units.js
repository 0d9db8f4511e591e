// SPDX-License-Identifier: Apache-2.0
// Units: a tree of figures, a ranking, and who differs by more than chance explains.

import { href, here, replace } from './address.js';
import { IntervalBar, shareDomain } from './charts.js';
import { count } from './format.js';
import { Funnel, FunnelWords } from './funnel.js';
import { Choice, ViewHead } from './head.js';
import { t } from './language.js';
import { Level } from './level.js';
import { Fragment, h, useEffect, useMemo, useState } from './lib.js';
import { periodOf } from './period.js';
import { useAnswer } from './questions.js';
import { byUnit } from './rows.js';
import { facetName, facets, settings } from './settings.js';
import { Answered, Failure, Loading } from './states.js';
import { Card, Charted, Table } from './table.js';
import { Figure, fullName, Name, UnitName, unitName } from './text.js';
import { visible } from './visible.js';

const MOST_BELOW = 500;
const RANKED = 50;
const FOUND = 50;
const TYPING = 250;

/** Which question a column's figures are from; its rows are in the order of the answer. */
const COLUMNS = [
  { key: 'satisfiedShare', sort: 'shrunkShare', of: 'scores', title: 'satisfied', as: 'percent' },
  { key: 'answers', sort: 'answers', of: 'scores', title: 'answers' },
  { key: 'visits', sort: 'visits', of: 'visits', title: 'visits' },
  { key: 'metShare', sort: 'metShare', of: 'duties', title: 'coverage', as: 'percent' },
  { key: 'overdue', sort: 'overdue', of: 'requests', title: 'overdueRequests' },
];
const UNSORTED = 'unit';

function questions({ unit, period, facet, reach, order, limit }) {
  const base = { unit, reach, limit, ...period };
  const sort = of => (COLUMNS.find(it => it.sort === order.sort)?.of === of ? order : of === 'scores' ? { sort: UNSORTED } : {});
  return {
    scores: { path: 'satisfaction-scores', params: { ...base, facet, ...sort('scores') } },
    visits: { path: 'visit-counts', params: { ...base, ...sort('visits') } },
    duties: { path: 'service-levels', params: { ...base, facet: 'DUTY', ...sort('duties') } },
    requests: { path: 'service-levels', params: { ...base, facet: 'REQUEST', ...sort('requests') } },
  };
}

/** The figures of several units, in the order asked for; {units, problem, answer}. */
function useFigures(asked) {
  const each = questions(asked);
  const of = {
    scores: useAnswer(each.scores.path, each.scores.params),
    visits: useAnswer(each.visits.path, each.visits.params),
    duties: useAnswer(each.duties.path, each.duties.params),
    requests: useAnswer(each.requests.path, each.requests.params),
  };
  const leading = COLUMNS.find(it => it.sort === asked.order.sort)?.of ?? 'visits';
  const units = useMemo(() => {
    const rows = Object.fromEntries(Object.entries(of).map(([name, answer]) => [name, byUnit(answer.data)]));
    return of[leading].data?.rows.map(({ unit, rank }) => ({
      unit,
      rank,
      scores: rows.scores.get(unit) ?? {},
      visits: rows.visits.get(unit) ?? {},
      duties: rows.duties.get(unit) ?? {},
      requests: rows.requests.get(unit) ?? {},
      answers: of,
    }));
  }, [leading, ...Object.values(of).map(answer => answer.data)]);
  return { units, leading: of[leading], problem: of[leading].problem, each };
}

function Score({ row, domain }) {
  return h('span', { class: 'score-cell' }, [
    h(IntervalBar, { value: row.satisfiedShare, low: row.satisfiedLow, high: row.satisfiedHigh, target: row.target, verdict: row.verdict, few: !row.enough, domain }),
    h('span', { class: row.enough ? '' : 'few', title: row.enough === false && row.answers > 0 ? t('notEnoughText', count(settings.get().answersMin)) : undefined }, h(Figure, { value: row.satisfiedShare, as: 'percent' })),
  ]);
}

/** @param domain the part of 0…1 that interval bars show */
const cells = domain => [
  ...COLUMNS.map(column => ({
    key: column.key,
    title: t(column.title),
    sort: column.sort,
    number: true,
    cell: ({ of }) => (column.key === 'satisfiedShare' ? h(Score, { row: of.scores, domain }) : column.key === 'overdue' ? h(Level, { of: of.answers.requests, row: of.requests, figure: 'overdue' }) : h(Figure, { value: of[column.of][column.key], as: column.as })),
  })),
  {
    key: 'difference',
    title: t('differsAbove'),
    cell: ({ of }) => {
      const { difference, enough } = of.scores;
      return enough && difference && difference !== 'NONE' ? h('span', { class: `mark difference-${difference}`, 'data-difference': difference }, t(`differs_${difference}`)) : '';
    },
  },
];

/** The path of a unit from another one down. */
function nameBelow(unit, top) {
  return unit.startsWith(`${top}/`) ? fullName(unit.slice(top.length + 1)) : fullName(unit);
}

/**
 * A unit's name; in the tree with a button that shows the units below, in a ranking with the path from the viewed one.
 */
function nameColumn(period, toggle, top) {
  return {
    key: 'unit',
    title: t('unitColumn'),
    cell: ({ of, depth, isOpen, below }) =>
      h('span', { class: `tree-name depth-${Math.min(depth, 5)}` }, [
        toggle && (below === 0
          ? h('span', { class: 'tree-leaf', 'aria-hidden': 'true' })
          : h('button', { class: 'tree-toggle', 'aria-expanded': String(isOpen), 'aria-label': t(isOpen ? 'collapse' : 'expand', unitName(of.unit)), onClick: () => toggle(of.unit) }, h('span', { 'aria-hidden': 'true' }, isOpen ? '▾' : '▸'))),
        h('a', { href: href('unit', { unit: of.unit, ...period }) }, toggle ? h(UnitName, { unit: of.unit }) : h('bdi', { title: fullName(of.unit) }, nameBelow(of.unit, top))),
      ]),
  };
}

/** Asks for the units below an open one, and hands them to whoever draws the table. */
function Branch({ unit, asked, onRows }) {
  const { units, problem } = useFigures({ ...asked, unit });
  const below = useAnswer('units', { unit, limit: MOST_BELOW });
  useEffect(() => {
    const sizes = new Map((below.data?.rows ?? []).map(row => [row.unit, row.unitsBelow]));
    onRows(unit, units?.map(of => ({ of, below: sizes.get(of.unit) })) ?? null, problem);
  }, [units, below.data, problem]);
  return null;
}

function Tree({ unit, asked, order, onSort, period }) {
  const [branches, setBranches] = useState({});
  const [open, setOpen] = useState([]);
  const receive = (at, rows, problem) => setBranches(now => ({ ...now, [at]: { rows, problem } }));
  const toggle = at => setOpen(now => (now.includes(at) ? now.filter(it => it !== at) : [...now, at]));
  const lines = (at, depth) =>
    (branches[at]?.rows ?? []).flatMap(row => {
      const isOpen = open.includes(row.of.unit);
      const line = { ...row, depth, isOpen, attributes: { 'data-unit': row.of.unit, 'data-depth': depth } };
      return isOpen ? [line, ...lines(row.of.unit, depth + 1)] : [line];
    });
  const rows = lines(unit, 0);
  const first = branches[unit];
  return h(Fragment, null, [
    [unit, ...open].map(at => h(Branch, { key: `${at} ${JSON.stringify(asked)}`, unit: at, asked, onRows: receive })),
    first?.rows ? (rows.length > 0 ? h(Table, { caption: t('unitsBelow'), columns: [nameColumn(period, toggle), ...cells(shareDomain(rows.map(row => row.of.scores)))], rows, sorted: order, onSort, id: row => row.of.unit }) : h('p', { class: 'quiet' }, t('noUnitsBelow'))) : first?.problem ? h(Failure, { problem: first.problem }) : h(Loading, { rows: 6 }),
  ]);
}

function Ranking({ unit, asked, order, onSort, period }) {
  const [limit, setLimit] = useState(RANKED);
  const { units, leading, problem } = useFigures({ ...asked, unit, reach: 'subtree', limit });
  if (!units) {
    return problem ? h(Failure, { problem }) : h(Loading, { rows: 6 });
  }
  const rank = { key: 'rank', title: '#', number: true, cell: ({ of }) => h(Figure, { value: of.rank }) };
  const columns = [nameColumn(period, null, unit), rank, ...cells(shareDomain(units.map(of => of.scores)))];
  const rows = units.map(of => ({ of, depth: 0, attributes: { 'data-unit': of.unit } }));
  return h(Fragment, null, [
    h(Table, { caption: t('ranking'), columns, rows, sorted: order, onSort, id: row => row.of.unit }),
    h('p', { class: 'quiet' }, [t('shownOf', count(units.length), count(leading.data.total)), ' ', leading.data.next && h('button', { onClick: () => setLimit(limit + 100) }, t('more'))]),
  ]);
}

function Search({ unit, text, period }) {
  const of = useAnswer('units', { unit, search: text, limit: FOUND });
  return h(Answered, { of }, data => h('div', { class: 'found', role: 'status' }, [
    h('p', { class: 'quiet' }, t('searchResults', count(data.total), visible(text))),
    h('ul', { class: 'found-units' }, data.rows.map(row => h('li', { key: row.unit, 'data-unit': row.unit }, h('a', { href: href('unit', { unit: row.unit, ...period }) }, h(Name, { text: fullName(row.unit) }))))),
  ]));
}

function FunnelCard({ unit, period, facet }) {
  const params = { unit, facet, ...period };
  const of = useAnswer('satisfaction-scores/funnel', params);
  const name = unitName(unit);
  const columns = [
    { key: 'unit', title: t('unitColumn'), cell: it => h('a', { href: href('unit', { unit: it.unit, ...period }) }, h(UnitName, { unit: it.unit })) },
    { key: 'answers', title: t('answers'), number: true, cell: it => h(Figure, { value: it.answers }) },
    { key: 'share', title: t('satisfied'), number: true, cell: it => h(Figure, { value: it.satisfiedShare, as: 'percent' }) },
    { key: 'l95', title: t('limit95'), number: true, cell: it => [h(Figure, { value: it.low, as: 'percent' }), ' – ', h(Figure, { value: it.high, as: 'percent' })] },
    { key: 'l998', title: t('limit998'), number: true, cell: it => [h(Figure, { value: it.farLow, as: 'percent' }), ' – ', h(Figure, { value: it.farHigh, as: 'percent' })] },
    { key: 'difference', title: t('differs', name), cell: it => t(`difference_${it.difference}`, name) },
  ];
  return h(Card, { width: 'wide', name: 'funnel', title: t('funnel'), text: t('funnelText', name), standing: of.standing, downloads: [{ path: 'satisfaction-scores/funnel', params, title: t('funnel') }] },
    h(Answered, { of, rows: 6 }, data =>
      data.rows.length + data.withoutEnoughAnswers.length === 0 || typeof data.center.satisfiedShare !== 'number'
        ? h('p', { class: 'quiet' }, t('noFunnel', name))
        : h('div', { class: 'funnel-split' }, [
          h(Charted, { title: t('funnel'), chart: h(Funnel, { plot: data, period }), columns, rows: data.rows, id: it => it.unit }),
          h(FunnelWords, { plot: data, period }),
        ])));
}

export function FacetChoice({ facet, view, params }) {
  return h(Choice, { title: t('question'), value: facet, options: facets().map(it => ({ value: it, title: facetName(it) })), onChoose: it => replace(view, { ...params, facet: it }) });
}

export function Units({ view, params, unit }) {
  const period = periodOf(params, 'QUARTER');
  const facet = params.facet ?? settings.get().assessedFacet;
  const order = params.sort ? { sort: params.sort, direction: params.direction } : { sort: 'shrunkShare', direction: 'lowest' };
  const [text, setText] = useState(params.search ?? '');
  const ranking = params.show === 'ranking';
  const asked = { period, facet, reach: 'below', order, limit: MOST_BELOW };
  const head = useAnswer('visit-counts', { unit, against: 'before', ...period });
  const onSort = it => replace(view, { ...params, ...it });
  useEffect(() => {
    const timer = setTimeout(() => (params.search ?? '') !== text.trim() && replace(view, { ...params, search: text.trim() }), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  const each = questions({ ...asked, unit });
  const links = { ...period };
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, period, answer: head.data, title: t('units') }, h(FacetChoice, { facet, view, params })),
    h('div', { class: 'cards' }, [
      h(FunnelCard, { key: `f${unit}`, unit, period, facet }),
      h(Card, {
        key: 'table', width: 'wide', name: 'units', title: t('figuresByUnit'), standing: head.standing,
        downloads: [
          { ...each.scores, title: t('satisfaction') }, { ...each.visits, title: t('visits') },
          { ...each.duties, title: t('mustVisits') }, { ...each.requests, title: t('requests') }],
      }, [
        h('div', { class: 'table-controls' }, [
          h('input', { type: 'search', 'aria-label': t('searchUnits'), placeholder: t('searchUnits'), value: text, onInput: event => setText(event.currentTarget.value) }),
          h('div', { class: 'switch', role: 'group', 'aria-label': t('units') }, [
            h('a', { href: here({ show: null }), 'aria-current': ranking ? undefined : 'true' }, t('tree')),
            h('a', { href: here({ show: 'ranking' }), 'aria-current': ranking ? 'true' : undefined }, t('ranking')),
          ]),
        ]),
        params.search ? h(Search, { unit, text: params.search, period: links }) : ranking
          ? h(Ranking, { unit, asked, order, onSort, period: links })
          : h(Tree, { key: `t${unit}`, unit, asked, order, onSort, period: links }),
      ]),
    ]),
  ]);
}
