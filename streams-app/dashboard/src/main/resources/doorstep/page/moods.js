// SPDX-License-Identifier: Apache-2.0
// Moods of all articles together, and how they are listed.

import { Bar } from './charts.js';
import { h } from './lib.js';
import { useAnswer } from './questions.js';
import { descending } from './rows.js';
import { Code, Figure } from './text.js';

export function useMoods(period) {
  return useAnswer('reaction-counts', { unit: '*', together: 'true', ...period });
}

export function MoodList({ moods, most = moods.length }) {
  const sorted = descending(moods, 'count');
  const greatest = sorted[0]?.share;
  return h('ul', { class: 'bars' }, sorted.slice(0, most).map(it => h('li', { key: it.reaction, 'data-reaction': it.reaction }, [
    h('span', { class: 'bar-name' }, h('span', { class: `swatch part-${it.reaction.toLowerCase()}`, 'aria-hidden': 'true' }), h(Code, { list: 'reaction', code: it.reaction })),
    h('span', { class: 'bar-figure' }, h(Figure, { value: it.count }), h('span', { class: 'quiet' }, ' · ', h(Figure, { value: it.share, as: 'percent' }))),
    h(Bar, { value: it.share, of: greatest }),
  ])));
}
