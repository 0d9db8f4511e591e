// SPDX-License-Identifier: Apache-2.0
// Data: what came in, what was refused and why, and how far the figures reach.

import { health } from './api.js';
import { moment } from './format.js';
import { ViewHead } from './head.js';
import { t } from './language.js';
import { Fragment, h, useEffect, useState } from './lib.js';
import { useAnswer } from './questions.js';
import { AnswerCard, Card, Table } from './table.js';
import { Figure, Name } from './text.js';
import { visible } from './visible.js';

const EVERY = 5_000;
const REJECTS = 50;

function Accounting({ of }) {
  return h(AnswerCard, { of, width: 'wide', name: 'accounting', title: t('accounting'), text: t('accountingText'), downloads: [{ path: 'progress', params: {}, title: t('accounting') }] }, data => {
    const rows = data.inputs.map(row => ({ ...row, attributes: { 'data-part': row.part } }));
    const figure = (key, title) => ({ key, title: t(title), number: true, cell: row => h(Figure, { value: row[key] }) });
    return h(Table, {
      caption: t('accounting'), rows, id: row => `${row.part} ${row.partition}`,
      columns: [{ key: 'part', title: t('input'), cell: row => h(Name, { text: row.topic ?? row.part }) }, figure('received', 'received'), figure('current', 'current'), figure('repeated', 'repeated'), figure('rejected', 'rejected'), figure('conflicts', 'conflicts'), figure('unread', 'unread')],
    });
  });
}

function Partitions({ of }) {
  return h(AnswerCard, { of, width: 'wide', name: 'partitions', title: t('partitions') }, data => {
    const figure = (key, title) => ({ key, title: t(title), number: true, cell: row => h(Figure, { value: row[key] }) });
    return h(Table, {
      caption: t('partitions'), rows: data.rows, id: row => `${row.part} ${row.partition}`,
      columns: [
        { key: 'part', title: t('input'), cell: row => h(Name, { text: row.part }) },
        figure('partition', 'partition'),
        { key: 'asOf', title: t('asOfColumn'), cell: row => moment(row.asOf) },
        { key: 'updated', title: t('appended'), cell: row => moment(row.appended) },
        figure('unsent', 'unsent'),
      ],
    });
  });
}

function Rejects() {
  const params = { limit: REJECTS };
  const of = useAnswer('rejects', params, EVERY);
  return h(AnswerCard, { of, width: 'wide', name: 'rejects', title: t('rejects'), downloads: [{ path: 'rejects', params, title: t('rejects') }] }, data =>
    data.rows.length === 0 ? h('p', { class: 'quiet' }, t('noRejects')) : h(Table, {
      caption: t('rejects'), rows: data.rows, id: row => `${row.topic} ${row.partition} ${row.offset}`,
      columns: [
        { key: 'at', title: t('appended'), cell: row => moment(row.appended) },
        { key: 'reason', title: t('reason'), cell: row => h('code', null, visible(row.reason)) },
        { key: 'field', title: t('field'), cell: row => (row.field ? h('code', null, visible(row.field)) : '') },
        { key: 'place', title: t('place'), cell: row => h('code', null, visible(`${row.topic}:${row.partition}:${row.offset}`)) },
      ],
    }));
}

/** It is asked outside of the API. */
function Health() {
  const [now, setNow] = useState(null);
  useEffect(() => {
    let ended = false;
    const look = async () => {
      const found = await health();
      if (!ended) {
        setNow(found);
      }
    };
    look();
    const timer = setInterval(look, EVERY);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, []);
  return h(Card, { name: 'health', title: t('health') }, now && h('dl', { class: 'pairs' }, [
    h('div', null, [h('dt', null, t('status')), h('dd', null, visible(now.status))]),
    h('div', null, [h('dt', null, t('caughtUp')), h('dd', null, now.caughtUp ? t('yes') : t('no'))]),
    h('div', null, [h('dt', null, t('lag')), h('dd', null, h(Figure, { value: now.lag }))]),
    h('div', null, [h('dt', null, t('stored')), h('dd', null, h(Figure, { value: now.stored }))]),
    now.error && h('div', null, [h('dt', null, t('reason')), h('dd', null, visible(now.error))]),
  ]));
}

export function Data({ view, params }) {
  const of = useAnswer('progress', {}, EVERY);
  return h(Fragment, null, [
    h(ViewHead, { view, params, title: t('data') }),
    h('div', { class: 'cards' }, [h(Accounting, { of }), h(Rejects), h(Health), h(Partitions, { of })]),
  ]);
}
