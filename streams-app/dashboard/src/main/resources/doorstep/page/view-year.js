// SPDX-License-Identifier: Apache-2.0
// The programme's year: every row of the programme, with its place.

import { href } from './address.js';
import { lastYear } from './comparison.js';
import { count, duration, percent } from './format.js';
import { ViewHead } from './head.js';
import { t } from './language.js';
import { worklistOf } from './level.js';
import { Fragment, h } from './lib.js';
import { MoodList, useMoods } from './moods.js';
import { MUST_VISITS, useMustVisits } from './must-visits.js';
import { periodOf } from './period.js';
import { useAnswer, useBreakdown } from './questions.js';
import { counted, only } from './rows.js';
import { label, settings } from './settings.js';
import { Answered } from './states.js';
import { Card } from './table.js';
import { Code, Figure } from './text.js';
import { Verdict } from './verdict.js';
import { Questions } from './view-unit.js';

const MOST = 1_000;

function Section({ number, title, to, of, children, ...card }) {
  return h(Card, { name: `mechanism-${number}`, title: `${number}  ${title}`, to, standing: of?.standing, ...card }, of ? h(Answered, { of }, children) : children);
}

function Lines({ lines }) {
  return h('dl', { class: 'year-lines' }, lines.filter(Boolean).map(({ key, name, value, as, more, to }) => h('div', { key, 'data-line': key }, [
    h('dt', null, name),
    h('dd', null, [h('strong', null, to ? h('a', { class: 'level', href: to }, h(Figure, { value, as })) : h(Figure, { value, as })), more && h('span', { class: 'quiet' }, more)]),
  ])));
}

function Five({ unit, period, to }) {
  const { total, categories } = useMustVisits(unit, period);
  const line = (key, name, row) => ({ key, name, value: row.metShare, as: 'percent', more: t('metOfDue', count(row.met), count(row.due)) });
  return h(Section, { number: 1, title: t('fiveMustVisits'), to, of: total }, data =>
    h(Lines, { lines: [...MUST_VISITS.map(code => line(code, h(Code, { list: 'category', code }), categories.get(code) ?? {})), line('all', t('allFive'), only(data))] }));
}

export function Year({ view, params, unit }) {
  const period = periodOf(params, 'YEAR');
  const ask = { unit, ...period };
  const facet = settings.get().assessedFacet;
  const visits = useAnswer('visit-counts', { ...ask, against: 'before,last-year' });
  const byCategory = useBreakdown('visit-counts', { unit, breakdown: 'category', limit: MOST }, period);
  const byMode = useBreakdown('visit-counts', { unit, breakdown: 'mode', limit: MOST }, period);
  const levels = useAnswer('service-levels', ask);
  const feedback = useAnswer('feedback-counts', ask);
  const sources = useBreakdown('feedback-counts', { unit, breakdown: 'source', sort: 'reports', limit: MOST }, period);
  const score = useAnswer('satisfaction-scores', { ...ask, facet });
  const quarter = useAnswer('satisfaction-scores', { unit, facet, window: 'QUARTER' });
  const desks = useAnswer('service-desk-counts', ask);
  const to = name => href(name, ask);
  const category = code => byCategory.data?.rows.find(row => row.value === code) ?? {};
  const level = kind => only(levels.data, kind);
  const phone = byMode.data?.rows.find(row => row.value === 'PHONE') ?? {};
  return h(Fragment, null, [
    h(ViewHead, { view, params, unit, period, answer: visits.data, title: t('year'), text: t('yearText') }),
    h('div', { class: 'cards', key: unit }, [
      h(Five, { unit, period, to: to('commitments') }),
      h(Section, { number: 2, title: t('talksForums'), to: to('unit'), of: byCategory }, () =>
        h(Lines, { lines: ['TALK', 'FORUM'].map(code => ({ key: code, name: h(Code, { list: 'category', code }), value: category(code).visits ?? 0, more: t('peopleN', count(category(code).people ?? 0)) })) })),
      h(Section, { number: 3, title: t('followUps'), to: to('commitments'), of: levels }, () =>
        h(Lines, { lines: [
          { key: 'FOLLOW_UP', name: t('followUpsAll'), value: category('FOLLOW_UP').visits ?? 0 },
          { key: 'PHONE', name: t('byPhone'), value: phone.visits ?? 0 },
          { key: 'CALLBACK', name: t('callbacksOpened'), value: level('CALLBACK').opened, more: `${t('onTime')} ${percent(level('CALLBACK').metShare)}` },
          { key: 'callbacksOpen', name: t('callbacksOpen'), value: level('CALLBACK').open, to: worklistOf(levels, level('CALLBACK'), 'open') },
          { key: 'ratedAgain', name: t('ratedAgain'), value: level('CALLBACK').ratedAgain, more: `${t('ratedHigher')} ${count(level('CALLBACK').ratedHigher)} · ${t('ratedLower')} ${count(level('CALLBACK').ratedLower)}` },
        ] })),
      h(Section, { number: 4, title: t('suggestionsRequests'), to: to('commitments'), of: levels }, () =>
        h(Lines, { lines: [
          { key: 'suggestions', name: t('suggestions'), value: only(feedback.data).suggestions },
          { key: 'answered', name: t('suggestionsAnswered'), value: level('SUGGESTION').closed, more: `${t('onTime')} ${percent(level('SUGGESTION').metShare)}` },
          { key: 'suggestionsOpen', name: t('suggestionsOpen'), value: level('SUGGESTION').open, to: worklistOf(levels, level('SUGGESTION'), 'open') },
          { key: 'requests', name: t('requests'), value: level('REQUEST').opened, more: `${t('acknowledgedOnTime')} ${percent(level('REQUEST').acknowledgedShare)}` },
          { key: 'resolved', name: t('requestsResolved'), value: level('REQUEST').resolved },
          { key: 'onTime', name: t('requestsOnTime'), value: level('REQUEST').metShare, as: 'percent', more: `${t('onTimeFirst')} ${percent(level('REQUEST').firstMetShare)}` },
          { key: 'toClose', name: t('toClose'), value: level('REQUEST').toClose?.p50, as: 'duration', more: `${t('p90')} ${duration(level('REQUEST').toClose?.p90)}` },
          { key: 'overdue', name: t('overdueRequests'), value: level('REQUEST').overdue, to: worklistOf(levels, level('REQUEST'), 'overdue'), more: `${t('returned')} ${count(level('REQUEST').returned)} · ${t('reopened')} ${count(level('REQUEST').reopened)}` },
        ] })),
      h(Section, { number: 5, title: t('assessments'), to: to('unit'), of: score }, data => [
        h(Lines, { key: 'lines', lines: [
          { key: 'year', name: t('satisfied'), value: only(data).satisfiedShare, as: 'percent', more: t('answersN', count(only(data).answers)) },
          { key: 'quarter', name: t('satisfactionQuarter'), value: only(quarter.data).satisfiedShare, as: 'percent', more: t('answersN', count(only(quarter.data).answers)) },
          { key: 'responseRate', name: t('responseRate'), value: only(data).responseRate, as: 'percent' },
        ] }),
        h(Verdict, { key: 'verdict', row: only(data) }),
      ]),
      h(Section, { number: 6, title: t('desks'), to: to('desks'), of: desks }, data =>
        h(Lines, { lines: ['visits', 'people', 'ratings', 'suggestions'].map(it => ({ key: it, name: t(it), value: only(data)[it] ?? 0 })) })),
      h(Section, { number: 7, title: t('officers'), to: to('officers'), of: sources }, data =>
        h(Lines, { lines: counted(data, 'reports').map(row => ({ key: row.value, name: h('bdi', null, label('source', row.value)), value: row.reports })) })),
      h(Section, { number: 8, title: t('sinceStart'), to: to('unit'), of: visits }, data => [
        h(Lines, { key: 'lines', lines: ['visits', 'households', 'people'].map(it => ({ key: it, name: t(it), value: only(data)[it], more: typeof only(data).lastYear?.[it] === 'number' && lastYear(data, it, count) })) }),
        typeof only(data).lastYear?.visits !== 'number' && h('p', { key: 'last-year', class: 'quiet' }, lastYear(data, 'visits', count)),
      ]),
      settings.get().everything && h(MoodSection, { period, to: href('moods', period) }),
      h(Questions, { unit, period, title: t('fiveQuestions') }),
    ]),
  ]);
}

function MoodSection({ period, to }) {
  const of = useMoods(period);
  return h(Section, { number: 9, title: t('moods'), to, of }, data => h(MoodList, { moods: only(data).moods ?? [] }));
}
