// SPDX-License-Identifier: Apache-2.0
// Overview: where a unit stands today, on one screen.

import { href } from './address.js';
import { Bar, IntervalBar, shareDomain, Sparkline, Stacked } from './charts.js';
import { lastYear, whyNone } from './comparison.js';
import { count, percent } from './format.js';
import { ViewHead } from './head.js';
import { t } from './language.js';
import { Level } from './level.js';
import { Fragment, h } from './lib.js';
import { useAnswer } from './questions.js';
import { only } from './rows.js';
import { label, settings } from './settings.js';
import { Answered, whyNotCovered } from './states.js';
import { AnswerCard, Card, Charted } from './table.js';
import { Code, Figure, UnitName } from './text.js';
import { MoodList, useMoods } from './moods.js';
import { MUST_VISITS, useMustVisits } from './must-visits.js';
import { IntervalWords, Verdict } from './verdict.js';
import { pieceName } from './view-unit.js';

const KINDS = ['DUTY', 'REQUEST', 'SUGGESTION', 'CALLBACK'];

function Satisfaction({ unit }) {
  const facet = settings.get().assessedFacet;
  const of = useAnswer('satisfaction-scores', { unit, window: 'QUARTER', facet, against: 'last-year' });
  const trend = useAnswer('satisfaction-scores', { unit, window: 'YEAR', series: 'MONTH', facet });
  return h(AnswerCard, { of, name: 'satisfaction', title: t('satisfactionQuarter'), to: href('unit', { unit, window: 'QUARTER' }) }, data => {
    const row = only(data);
    return h(Fragment, null, [
      h('p', { class: 'big' }, h(Figure, { value: row.satisfiedShare, as: 'percent' })),
      h(Verdict, { row }),
      h(IntervalBar, { value: row.satisfiedShare, low: row.satisfiedLow, high: row.satisfiedHigh, target: row.target, verdict: row.verdict, domain: shareDomain([row]), height: 22 }),
      h(IntervalWords, { row }),
      h('p', { class: 'quiet', 'data-last-year': 'satisfaction' }, lastYear(data, 'satisfiedShare', percent)),
      trend.data && h(Charted, {
        title: t('trend'), rows: trend.data.rows, id: it => it.start,
        chart: h(Sparkline, { values: trend.data.rows.map(it => it.satisfiedShare), title: t('trend') }),
        columns: [
          { key: 'start', title: t('dates'), cell: it => pieceName('MONTH', it) },
          { key: 'share', title: t('satisfied'), number: true, cell: it => h(Figure, { value: it.satisfiedShare, as: 'percent' }) },
        ],
      }),
    ]);
  });
}

const VISIT_WINDOWS = [['DAY', 'today'], ['WEEK', 'thisWeek'], ['YEAR', 'thisYear']];

function VisitCount({ of, window, title }) {
  const isNotCovered = of.problem?.code === 'NOT_COVERED';
  return h('div', { class: 'stat', 'data-window': window }, [
    h('dt', null, title),
    h('dd', null, isNotCovered ? h('strong', null, h(Figure)) : h(Answered, { of, rows: 1 }, data => {
      const row = only(data);
      const last = row.lastYear?.visits;
      return [h('strong', null, h(Figure, { value: row.visits })), typeof last === 'number' && h('span', { class: 'quiet' }, t('sameDaysLastYear', count(last)))];
    })),
  ]);
}

/** Why a count, or that of last year, is not there. */
function missingOf({ data, problem }) {
  if (problem?.code === 'NOT_COVERED') {
    return whyNotCovered(problem.missing);
  }
  return data && typeof only(data).lastYear?.visits !== 'number' ? t('noLastYear', whyNone(data.comparisons.lastYear)) : null;
}

function Visits({ unit }) {
  const trend = useAnswer('visit-counts', { unit, window: 'YEAR', series: 'WEEK' });
  const counts = VISIT_WINDOWS.map(([window, title]) => ({ window, title: t(title), of: useAnswer('visit-counts', { unit, window, against: 'last-year' }) }));
  const missing = [...new Set(counts.map(it => missingOf(it.of)).filter(Boolean))];
  return h(Card, { name: 'visits', title: t('visits'), to: href('unit', { unit, window: 'YEAR' }), standing: trend.standing }, [
    h('dl', { class: 'stats' }, counts.map(it => h(VisitCount, { key: it.window, ...it }))),
    missing.map(words => h('p', { key: words, class: 'quiet', 'data-last-year': 'visits' }, words)),
    trend.data && h(Charted, {
      title: t('visitsTrend'), rows: trend.data.rows, id: it => it.start,
      chart: h(Sparkline, { values: trend.data.rows.map(it => it.visits), from: 0, title: t('visitsTrend') }),
      columns: [
        { key: 'start', title: t('dates'), cell: it => pieceName('WEEK', it) },
        { key: 'visits', title: t('visits'), number: true, cell: it => h(Figure, { value: it.visits }) },
      ],
    }),
  ]);
}

function Coverage({ unit }) {
  const { total, categories } = useMustVisits(unit, { window: 'YEAR' });
  return h(AnswerCard, { of: total, name: 'coverage', title: t('coverageYear'), to: href('commitments', { unit, window: 'YEAR' }) }, data => {
    const row = only(data);
    return h(Fragment, null, [
      h('p', { class: 'big' }, h(Figure, { value: row.metShare, as: 'percent' })),
      h('p', { class: 'quiet' }, t('metOfDue', count(row.met), count(row.due))),
      h('ul', { class: 'bars' }, MUST_VISITS.map(code => {
        const part = categories.get(code) ?? {};
        return h('li', { key: code }, [h('span', { class: 'bar-name' }, h(Code, { list: 'category', code })), h('span', { class: 'bar-figure' }, h(Figure, { value: part.metShare, as: 'percent' })), h(Bar, { value: part.metShare, kind: 'coverage' })]);
      })),
    ]);
  });
}

function Levels({ unit }) {
  const of = useAnswer('service-levels', { unit, window: 'YEAR' });
  return h(AnswerCard, { of, name: 'levels', title: t('openAndOverdue'), to: href('commitments', { unit, window: 'YEAR' }) }, data =>
    h('table', { class: 'small' }, [
      h('thead', null, h('tr', null, [h('th', { scope: 'col' }, t('kind')), h('th', { scope: 'col', class: 'number' }, t('open')), h('th', { scope: 'col', class: 'number' }, t('overdue'))])),
      h('tbody', null, KINDS.map(kind => {
        const row = only(data, kind);
        return h('tr', { key: kind, 'data-facet': kind }, [
          h('th', { scope: 'row' }, h(Code, { list: 'commitment', code: kind })),
          h('td', { class: 'number' }, h(Level, { of, row, figure: 'open' })),
          h('td', { class: row.overdue > 0 ? 'number late' : 'number' }, h(Level, { of, row, figure: 'overdue' })),
        ]);
      })),
    ]));
}

function Moods() {
  const of = useMoods({ window: 'YEAR' });
  return h(AnswerCard, { of, name: 'moods', title: t('moodsYear'), to: href('moods', { window: 'YEAR' }) }, data => {
    const { moods = [] } = only(data);
    const parts = moods.map(it => ({ name: it.reaction.toLowerCase(), share: it.share, title: `${label('reaction', it.reaction)} ${percent(it.share)}` }));
    return moods.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Fragment, null, [h(Stacked, { parts, title: t('moodsYear') }), h(MoodList, { moods, most: 4 })]);
  });
}

export function Overview({ view, params, unit }) {
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, title: t('overview') }),
    h('div', { class: 'tiles' }, [
      h(Satisfaction, { unit, key: `s${unit}` }),
      h(Visits, { unit, key: `v${unit}` }),
      h(Coverage, { unit, key: `c${unit}` }),
      h(Levels, { unit, key: `l${unit}` }),
      settings.get().everything && h(Moods, { key: 'moods' }),
      h(Card, { key: 'below', name: 'below', title: t('unitsBelow'), to: href('units', { unit }) }, h(Below, { unit })),
    ]),
  ]);
}

const SHOWN_BELOW = 6;

/** The units below, the lowest share first. */
function Below({ unit }) {
  const facet = settings.get().assessedFacet;
  const of = useAnswer('satisfaction-scores', { unit, reach: 'below', window: 'QUARTER', facet, direction: 'lowest', limit: SHOWN_BELOW });
  return h(Answered, { of }, data => [
    h('ul', { class: 'bars' }, data.rows.map(row => h('li', { key: row.unit, 'data-unit': row.unit }, [
      h('span', { class: 'bar-name' }, h('a', { href: href('unit', { unit: row.unit, window: 'QUARTER' }) }, h(UnitName, { unit: row.unit }))),
      h('span', { class: 'bar-figure' }, row.enough ? h(Figure, { value: row.satisfiedShare, as: 'percent' }) : h('span', { class: 'quiet' }, t('notEnough'))),
      h(IntervalBar, { value: row.satisfiedShare, low: row.satisfiedLow, high: row.satisfiedHigh, target: row.target, verdict: row.verdict, few: !row.enough, domain: shareDomain(data.rows) }),
    ]))),
    h('p', { class: 'quiet', key: 'shown' }, data.rows.length === 0 ? t('nothingHere') : `${t('lowestFirst')} · ${t('shownOf', count(data.rows.length), count(data.total))}`),
  ]);
}
