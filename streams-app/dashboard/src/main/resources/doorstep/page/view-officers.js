// SPDX-License-Identifier: Apache-2.0
// Information officers: who reports, and how much.

import { Bar } from './charts.js';
import { lastYear } from './comparison.js';
import { count } from './format.js';
import { ViewHead } from './head.js';
import { t } from './language.js';
import { Fragment, h } from './lib.js';
import { periodOf } from './period.js';
import { useAnswer, useBreakdown } from './questions.js';
import { counted, only } from './rows.js';
import { label } from './settings.js';
import { AnswerCard, hiddenTitle, Table } from './table.js';
import { Code, Figure, fullName, Name } from './text.js';
import { VisitTrend } from './view-unit.js';

const PATH = 'feedback-counts';
const MOST = 1_000;

function Reports({ unit, period, by, title }) {
  const params = { unit, breakdown: by, sort: 'reports' };
  const of = useBreakdown(PATH, { ...params, limit: MOST }, period);
  return h(AnswerCard, { of, width: 'wide', name: `reports-by-${by}`, title, downloads: [{ path: PATH, params: { ...params, ...period }, title }] }, data => {
    const rows = counted(data, 'reports').map(row => ({ ...row, attributes: { 'data-value': row.value } }));
    return rows.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Fragment, null, [
      h(Table, {
        caption: title, rows, id: row => row.value,
        columns: [
          { key: 'value', title: label('breakdown', by), cell: row => (by === 'area' ? h(Name, { text: fullName(row.value) }) : h(Code, { list: by, code: row.value })) },
          { key: 'bar', title: hiddenTitle(t('chart')), cell: row => h('span', { class: 'bar-cell' }, h(Bar, { value: row.reports, of: rows[0].reports })) },
          { key: 'reports', title: t('reports'), number: true, cell: row => h(Figure, { value: row.reports }) },
        ],
      }),
      data.overlapping && h('p', { class: 'quiet' }, t('overlapping')),
    ]);
  });
}

export function Officers({ view, params, unit }) {
  const period = periodOf(params, 'YEAR');
  const of = useAnswer(PATH, { unit, ...period, against: 'before,last-year' });
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, period, answer: of.data, title: t('officers'), text: t('officersText') }),
    h('div', { class: 'cards', key: unit }, [
      h(AnswerCard, { of, name: 'reports', title: t('reports') }, data => [
        h('p', { class: 'big', key: 'reports' }, h(Figure, { value: only(data).reports ?? 0 })),
        h('p', { class: 'quiet', key: 'last-year' }, lastYear(data, 'reports', count)),
      ]),
      h(Reports, { unit, period, by: 'source', title: t('officersBySource') }),
      h(VisitTrend, { unit, period, dates: of.data?.dates, path: PATH, figure: 'reports', title: t('reportsOverTime') }),
      h(Reports, { unit, period, by: 'topic', title: t('officersByTopic') }),
    ]),
  ]);
}
