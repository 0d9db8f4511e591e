// SPDX-License-Identifier: Apache-2.0
// Moods: how readers felt about articles on the web.

import { Stacked } from './charts.js';
import { percent } from './format.js';
import { ViewHead } from './head.js';
import { t } from './language.js';
import { Fragment, h, useState } from './lib.js';
import { MoodList, useMoods } from './moods.js';
import { periodOf } from './period.js';
import { useAnswer } from './questions.js';
import { only } from './rows.js';
import { label } from './settings.js';
import { AnswerCard, Table } from './table.js';
import { Code, Figure, Name } from './text.js';
import { visible } from './visible.js';

const PATH = 'reaction-counts';
const SHOWN = 25;

function partsOf(moods) {
  return moods.map(it => ({ name: it.reaction.toLowerCase(), share: it.share, title: `${label('reaction', it.reaction)} ${percent(it.share)}` }));
}

function Together({ period }) {
  const of = useMoods(period);
  return h(AnswerCard, { of, width: 'wide', name: 'moods-together', title: t('moodsAll'), downloads: [{ path: PATH, params: { unit: '*', together: 'true', ...period }, title: t('moodsAll') }] }, data => {
    const { moods = [], reactions } = only(data);
    return moods.length === 0 ? h('p', { class: 'quiet' }, t('nothingHere')) : h(Fragment, null, [
      h('p', { class: 'lead' }, h(Figure, { value: reactions }), ' ', t('reactions')),
      h(Stacked, { parts: partsOf(moods), title: t('moodsAll') }),
      h(MoodList, { moods }),
    ]);
  });
}

/** How often each mood was chosen, by article. */
function Counts({ rows }) {
  const codes = [...new Set(rows.flatMap(row => row.moods.map(it => it.reaction)))].sort();
  return h(Table, {
    caption: t('moods'), rows, id: row => row.facet,
    columns: [
      { key: 'article', title: t('article'), cell: row => h(Name, { text: row.facet }) },
      ...codes.map(code => ({ key: code, title: h(Code, { list: 'reaction', code }), number: true, cell: row => h(Figure, { value: row.moods.find(it => it.reaction === code)?.count ?? 0 }) })),
    ],
  });
}

function Articles({ period }) {
  const [limit, setLimit] = useState(SHOWN);
  const params = { unit: '*', sort: 'reactions', ...period };
  const of = useAnswer(PATH, { ...params, limit });
  return h(AnswerCard, { of, width: 'wide', name: 'moods-by-article', title: t('moodsByArticle'), downloads: [{ path: PATH, params, title: t('moodsByArticle') }] }, data => {
    const greatestOf = row => [...row.moods].sort((a, b) => b.count - a.count)[0];
    const rows = data.rows.filter(row => row.reactions > 0).map(row => ({ ...row, attributes: { 'data-facet': row.facet } }));
    return h(Fragment, null, [
      h(Table, {
        caption: t('moodsByArticle'), rows, id: row => row.facet,
        columns: [
          { key: 'article', title: t('article'), cell: row => h(Name, { text: row.facet }) },
          { key: 'reactions', title: t('reactions'), number: true, cell: row => h(Figure, { value: row.reactions }) },
          { key: 'bar', title: t('moods'), cell: row => h('span', { class: 'bar-cell' }, h(Stacked, { parts: partsOf(row.moods), title: visible(row.facet), height: 14 })) },
          { key: 'most', title: t('mostOften'), cell: row => { const it = greatestOf(row); return it && h('bdi', null, `${label('reaction', it.reaction)} ${percent(it.share)}`); } },
        ],
      }),
      h('details', { class: 'behind' }, [h('summary', null, t('asTable')), h(Counts, { rows })]),
      data.next && h('button', { class: 'quiet-button', onClick: () => setLimit(limit + 100) }, t('more')),
    ]);
  });
}

export function Moods({ view, params }) {
  const period = periodOf(params, 'YEAR');
  const of = useAnswer('visit-counts', { unit: '*', ...period, against: 'before' });
  return h(Fragment, null, [
    h(ViewHead, { view, params, period, answer: of.data, title: t('moods') }),
    h('div', { class: 'cards' }, [h(Together, { period }), h(Articles, { period })]),
  ]);
}
