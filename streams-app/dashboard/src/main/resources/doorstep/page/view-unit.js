// SPDX-License-Identifier: Apache-2.0
// Unit: one unit in depth. Its trend, its comparisons, what it is made of, and why its score moved.

import { href } from './address.js';
import { Bar, Columns, IntervalBar, shareDomain, ShareTrend } from './charts.js';
import { whyNone } from './comparison.js';
import { count, percent, shortDate, windowName } from './format.js';
import { Choice, ViewHead } from './head.js';
import { t } from './language.js';
import { Fragment, h, useState } from './lib.js';
import { keepPeriod, periodOf, seriesOf } from './period.js';
import { useAnswer, useBreakdown } from './questions.js';
import { only } from './rows.js';
import { facetName, label, scoreLabel, settings } from './settings.js';
import { AnswerCard, Charted, hiddenTitle, Table } from './table.js';
import { Code, Figure, Name, UnitName, fullName } from './text.js';
import { IntervalWords, Verdict } from './verdict.js';
import { FacetChoice } from './view-units.js';
import { WhyMoved } from './why-moved.js';
import { ServiceTable } from './service-levels.js';
import { visible } from './visible.js';

const SCORES = 'satisfaction-scores';
const BREAKDOWNS = { 'visit-counts': ['category', 'mode', 'area'], [SCORES]: ['channel', 'topic', 'area', 'source'] };
const MOST_VALUES = 200;
const SHOWN_VALUES = 8;

/** Names of the pieces of a series. */
export function pieceName(series, row) {
  return series === 'DAY' || series === 'WEEK' ? shortDate(row.start) : windowName(series, row.start);
}

function Score({ of, unit, period, facet }) {
  return h(AnswerCard, { of, name: 'score', title: t('satisfaction'), downloads: [{ path: SCORES, params: { unit, facet, ...period, against: 'before,last-year,siblings,unit-above' }, title: t('satisfaction') }] }, data => {
    const row = only(data);
    if (!(row.answers > 0)) {
      return h('p', { class: 'quiet' }, t('nothingHere'));
    }
    return h(Fragment, null, [
      h('p', { class: 'big' }, h(Figure, { value: row.satisfiedShare, as: 'percent' })),
      h(Verdict, { row }),
      h(IntervalWords, { row }),
      row.difference && row.difference !== 'NONE' && h('p', { class: `mark difference-${row.difference}`, 'data-difference': row.difference }, t(`difference_${row.difference}`, t('theUnitAbove'))),
      h('dl', { class: 'pairs' }, [
        pair(t('responseRate'), row.responseRate, 'percent'),
        pair(t('mean'), row.mean, 'decimal'),
        pair(t('nps'), row.nps, 'decimal'),
        pair(t('imputed'), row.imputed, 'count'),
      ]),
    ]);
  });
}

function pair(title, value, as) {
  return typeof value === 'number' && h('div', { key: title }, [h('dt', null, title), h('dd', null, h(Figure, { value, as }))]);
}

function Distribution({ of, facet }) {
  const scale = facet.split(':')[1];
  return h(AnswerCard, { of, name: 'distribution', title: t('distribution') }, data => {
    const { distribution = [], answers } = only(data);
    const first = scale === 'NPS_11' || scale === 'YES_NO' ? 0 : 1;
    return h('ul', { class: 'bars' }, distribution.map((it, i) => ({ score: i + first, it })).reverse().map(({ score, it }) => h('li', { key: score, 'data-score': score }, [
      h('span', { class: 'bar-name' }, h(ScoreName, { scale, score })),
      h('span', { class: 'bar-figure' }, h(Figure, { value: it })),
      h(Bar, { value: it, of: answers, kind: 'answers' }),
    ])));
  });
}

function ScoreName({ scale, score }) {
  return h('bdi', null, scoreLabel(scale, score));
}

/** This unit, the unit above, siblings, the period before, last year. */
function Compared({ of, unit, params }) {
  return h(AnswerCard, { of, name: 'compared', title: t('compared'), width: 'wide' }, data => {
    const row = only(data);
    const other = (key, title) => ({ key, title, row: row[key] ?? {}, dates: data.comparisons[key]?.dates, none: whyNone(data.comparisons[key]) });
    const isThere = it => typeof it.row?.satisfiedShare === 'number';
    const glimpse = row.unitAboveGlimpse;
    const lines = [
      { key: 'now', title: h(UnitName, { unit }), row, dates: data.dates },
      other('before', t('before')),
      other('lastYear', t('lastYear')),
      { key: 'unitAbove', title: t('unitAbove'), row: row.unitAbove ?? glimpse, dates: data.dates },
      { key: 'siblings', title: t('siblings'), row: row.siblings, dates: data.dates },
    ].filter(it => isThere(it) || it.none).map(it => ({ ...it, attributes: { 'data-comparison': it.key } }));
    const domain = shareDomain(lines.map(it => it.row));
    return h(Fragment, null, [
      h(Table, {
        caption: t('compared'), id: it => it.key, rows: lines,
        columns: [
          { key: 'title', title: hiddenTitle(t('compared')), cell: it => it.title },
          { key: 'bar', title: t('interval95'), cell: it => (isThere(it) ? h('span', { class: 'bar-cell' }, h(IntervalBar, { value: it.row.satisfiedShare, low: it.row.satisfiedLow, high: it.row.satisfiedHigh, target: row.target, domain })) : h('span', { class: 'quiet' }, it.none)) },
          { key: 'share', title: t('satisfied'), number: true, cell: it => h(Figure, { value: it.row.satisfiedShare, as: 'percent' }) },
          { key: 'answers', title: t('answers'), number: true, cell: it => h(Figure, { value: it.row.answers }) },
          { key: 'dates', title: t('dates'), cell: it => it.dates && h('span', { class: 'together' }, t('to', shortDate(it.dates.from), shortDate(it.dates.to))) },
        ],
      }),
      typeof row.rankAmongSiblings === 'number' && h('p', { class: 'quiet' }, [t('rankAmongSiblings'), ': ', t('rankOf', count(row.rankAmongSiblings), count(row.rankedSiblings)), ' · ', h('a', { href: href('units', { ...keepPeriod(params), unit: unit.includes('/') ? unit.slice(0, unit.lastIndexOf('/')) : '*' }) }, t('seeAll'))]),
    ]);
  });
}

function Trend({ unit, facet, period, dates }) {
  const series = seriesOf(period, dates);
  const params = { unit, facet, ...series };
  const of = useAnswer(series ? SCORES : null, params);
  const tip = row => `${pieceName(series.series, row)}: ${percent(row.satisfiedShare)} (${t('to', percent(row.satisfiedLow), percent(row.satisfiedHigh))}), ${t('answersN', count(row.answers))}`;
  return h(AnswerCard, { of, width: 'wide', name: 'trend', title: t('trend'), downloads: [{ path: SCORES, params, title: t('trend') }] }, data =>
    h(Charted, {
      title: t('trend'),
      chart: h(ShareTrend, { title: t('trend'), target: data.rows.find(it => it.target)?.target, points: data.rows.map(row => ({ label: pieceName(series.series, row), value: row.satisfiedShare, low: row.satisfiedLow, high: row.satisfiedHigh, hollow: !row.enough, tip: tip(row) })) }),
      rows: data.rows, id: row => row.start,
      columns: [
        { key: 'start', title: t('dates'), cell: row => h('a', { href: href('unit', { unit, facet, window: series.series, start: row.start }) }, pieceName(series.series, row)) },
        { key: 'share', title: t('satisfied'), number: true, cell: row => h(Figure, { value: row.satisfiedShare, as: 'percent' }) },
        { key: 'low', title: t('interval95'), number: true, cell: row => [h(Figure, { value: row.satisfiedLow, as: 'bound' }), ' – ', h(Figure, { value: row.satisfiedHigh, as: 'bound' })] },
        { key: 'answers', title: t('answers'), number: true, cell: row => h(Figure, { value: row.answers }) },
      ],
    }));
}

export function VisitTrend({ unit, period, dates, breakdown = {}, path = 'visit-counts', figure = 'visits', title }) {
  const series = seriesOf(period, dates);
  const params = { unit, ...breakdown, ...series };
  const of = useAnswer(series ? path : null, params);
  return h(AnswerCard, { of, width: 'wide', name: `${figure}-trend`, title, downloads: [{ path, params, title }] }, data =>
    h(Charted, {
      title,
      chart: h(Columns, { title, points: data.rows.map(row => ({ label: pieceName(series.series, row), value: row[figure], tip: `${pieceName(series.series, row)}: ${count(row[figure])}` })) }),
      rows: data.rows, id: row => row.start,
      columns: [
        { key: 'start', title: t('dates'), cell: row => pieceName(series.series, row) },
        { key: 'figure', title, number: true, cell: row => h(Figure, { value: row[figure] }) },
      ],
    }));
}

/** Scores or visits by one breakdown, which the reader chooses. */
function Breakdown({ unit, period, facet, topic, title }) {
  const [by, setBy] = useState(BREAKDOWNS[topic][0]);
  const [all, setAll] = useState(false);
  const scores = topic === SCORES;
  const params = { unit, breakdown: by, facet: scores ? facet : null, sort: scores ? 'answers' : 'visits', limit: MOST_VALUES };
  const of = useBreakdown(topic, params, period);
  return h(AnswerCard, { of, name: `${topic}-by`, title, downloads: [{ path: topic, params: { ...params, ...period }, title }] }, data => {
    const rows = data.rows.filter(row => (scores ? row.answers : row.visits) > 0);
    const greatest = rows[0]?.visits ?? 0;
    return h(Fragment, null, [
      h(Choice, { title: t('breakdown'), value: by, options: BREAKDOWNS[topic].map(it => ({ value: it, title: label('breakdown', it) })), onChoose: setBy }),
      rows.length === 0 && h('p', { class: 'quiet' }, t('nothingHere')),
      h('ul', { class: 'bars' }, (all ? rows : rows.slice(0, SHOWN_VALUES)).map(row => h('li', { key: row.value, 'data-value': row.value }, [
        h('span', { class: 'bar-name' }, by === 'area' ? h(Name, { text: fullName(row.value) }) : h(Code, { list: by, code: row.value })),
        scores
          ? h('span', { class: 'bar-figure' }, [h('span', { class: row.enough ? '' : 'few' }, h(Figure, { value: row.satisfiedShare, as: 'percent' })), h('span', { class: 'quiet' }, ' · ', h(Figure, { value: row.answers }))])
          : h('span', { class: 'bar-figure' }, h(Figure, { value: row.visits })),
        scores ? h(IntervalBar, { value: row.satisfiedShare, low: row.satisfiedLow, high: row.satisfiedHigh, few: !row.enough, domain: shareDomain(rows) }) : h(Bar, { value: row.visits, of: greatest }),
      ]))),
      rows.length > SHOWN_VALUES && !all && h('button', { class: 'quiet-button', onClick: () => setAll(true) }, `${t('more')} (${count(rows.length - SHOWN_VALUES)})`),
      data.overlapping && h('p', { class: 'quiet' }, t('overlapping')),
    ]);
  });
}

/** Every question beside the others; no row spans two of them. */
export function Questions({ unit, period, title = t('questionsSide') }) {
  const of = useAnswer(SCORES, { unit, limit: MOST_VALUES, ...period });
  return h(AnswerCard, { of, name: 'questions', title, width: 'wide', downloads: [{ path: SCORES, params: { unit, ...period }, title }] }, data => {
    const rows = data.rows.filter(row => row.answers > 0).map(row => ({ ...row, attributes: { 'data-facet': row.facet } }));
    return rows.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Table, {
      caption: title, rows, id: row => row.facet,
      columns: [
        { key: 'question', title: t('question'), cell: row => h('a', { href: href('unit', { unit, facet: row.facet, ...period }) }, h('bdi', null, facetName(row.facet))) },
        { key: 'bar', title: t('interval95'), cell: row => h('span', { class: 'bar-cell' }, h(IntervalBar, { value: row.satisfiedShare, low: row.satisfiedLow, high: row.satisfiedHigh, target: row.target, verdict: row.verdict, few: !row.enough, domain: shareDomain(rows) })) },
        { key: 'share', title: t('satisfied'), number: true, cell: row => h(Figure, { value: row.satisfiedShare, as: 'percent' }) },
        { key: 'answers', title: t('answers'), number: true, cell: row => h(Figure, { value: row.answers }) },
        { key: 'mean', title: t('mean'), number: true, cell: row => h(Figure, { value: row.mean, as: 'decimal' }) },
        rows.some(row => typeof row.nps === 'number') && { key: 'nps', title: t('nps'), number: true, cell: row => h(Figure, { value: row.nps, as: 'decimal' }) },
      ].filter(Boolean),
    });
  });
}

export function Unit({ view, params, unit }) {
  const period = periodOf(params, 'QUARTER');
  const facet = params.facet ?? settings.get().assessedFacet;
  const of = useAnswer(SCORES, { unit, facet, ...period, against: 'before,last-year,siblings,unit-above' });
  const dates = of.data?.dates;
  const common = { unit, period, facet };
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, period, answer: of.data, title: t('unit') }, [h(FacetChoice, { facet, view, params }), h('a', { class: 'quiet-link', href: href('units', { ...keepPeriod(params), unit }) }, t('unitsBelow'), ' →')]),
    h('div', { class: 'cards', key: `${unit} ${facet}` }, [
      h(Score, { ...common, of }),
      h(Distribution, { of, facet }),
      h(Compared, { of, unit, params }),
      h(Trend, { ...common, dates }),
      h(WhyMoved, { ...common }),
      h(Questions, { unit, period }),
      h(Breakdown, { ...common, topic: SCORES, title: t('satisfactionBy') }),
      h(Breakdown, { ...common, topic: 'visit-counts', title: t('visitsBy') }),
      h(VisitTrend, { unit, period, dates, title: t('visitsTrend') }),
      h(ServiceTable, { unit, period }),
    ]),
  ]);
}
