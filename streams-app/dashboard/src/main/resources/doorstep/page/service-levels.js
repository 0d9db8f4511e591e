// SPDX-License-Identifier: Apache-2.0
// What is owed, by kind: how much, on time or not, and how long it takes.

import { t } from './language.js';
import { Level } from './level.js';
import { h } from './lib.js';
import { useAnswer } from './questions.js';
import { AnswerCard, Table } from './table.js';
import { Code, Figure } from './text.js';

export const KINDS = ['DUTY', 'REQUEST', 'SUGGESTION', 'CALLBACK'];

const figure = (key, title, as) => ({ key, title: t(title), number: true, cell: row => h(Figure, { value: row[key], as }) });
const level = (of, key) => ({ key, title: t(key), number: true, cell: row => h(Level, { of, row, figure: key }) });
const time = (key, title, part) => ({ key: key + part, title: t(title), number: true, cell: row => h(Figure, { value: row[key]?.[part], as: 'duration' }) });

function rowsOf(data) {
  return KINDS.map(kind => data.rows.find(row => row.facet === kind)).filter(Boolean).map(row => ({ ...row, attributes: { 'data-facet': row.facet } }));
}

const kind = () => ({ key: 'kind', title: t('kind'), cell: row => h(Code, { list: 'commitment', code: row.facet }) });

export function ServiceTable({ unit, period }) {
  const params = { unit, ...period };
  const of = useAnswer('service-levels', params);
  return h(AnswerCard, { of, width: 'wide', name: 'service-levels', title: t('commitments'), downloads: [{ path: 'service-levels', params, title: t('commitments') }] }, data =>
    h(Table, {
      caption: t('commitments'), rows: rowsOf(data), id: row => row.facet,
      columns: [kind(), figure('opened', 'opened'), figure('due', 'due'), figure('metShare', 'onTime', 'percent'), level(of, 'open'), level(of, 'overdue'), time('toClose', 'toClose', 'p50'), time('toClose', 'p90', 'p90')],
    }));
}

/** How long each step takes. */
export function Times({ of }) {
  const steps = [['toAcknowledge', 'toAcknowledge'], ['toAssign', 'toAssign'], ['toClose', 'toClose']];
  return h(AnswerCard, { of, width: 'wide', name: 'times', title: t('howLong') }, data => {
    const rows = rowsOf(data).flatMap(row => steps.filter(([key]) => row[key]?.count > 0).map(([key, title]) => ({ ...row, step: key, stepTitle: t(title), attributes: { 'data-facet': row.facet, 'data-step': key } })));
    return rows.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Table, {
      caption: t('howLong'), rows, id: row => row.facet + row.step,
      columns: [
        kind(),
        { key: 'step', title: t('step'), cell: row => row.stepTitle },
        { key: 'n', title: t('number'), number: true, cell: row => h(Figure, { value: row[row.step].count }) },
        ...[['p50', 'median'], ['p90', 'p90'], ['p99', 'p99']].map(([part, title]) => ({ key: part, title: t(title), number: true, cell: row => h(Figure, { value: row[row.step][part], as: 'duration' }) })),
      ],
    });
  });
}

export function Outcomes({ of }) {
  return h(AnswerCard, { of, width: 'wide', name: 'outcomes', title: t('outcomes') }, data =>
    h(Table, {
      caption: t('outcomes'), rows: rowsOf(data), id: row => row.facet,
      columns: [kind(), figure('closed', 'closed'), figure('resolved', 'resolved'), figure('unresolved', 'unresolved'), figure('refused', 'refused'), figure('duplicate', 'duplicate'), figure('returned', 'returned'), figure('reopened', 'reopened'), figure('resolvedShare', 'resolvedShare', 'percent')],
    }));
}
