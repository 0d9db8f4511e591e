// SPDX-License-Identifier: Apache-2.0
// The funnel plot: share over number of answers, with the limits that the API computes.

import { href } from './address.js';
import { axisPercent, count, percent } from './format.js';
import { t } from './language.js';
import { d3, h } from './lib.js';
import { UnitName, unitName } from './text.js';
import { useWidth } from './width.js';

const MARGIN = { top: 14, right: 16, bottom: 42, left: 50 };
const DIFFERENCES = ['FAR_BELOW', 'FAR_ABOVE', 'BELOW', 'ABOVE', 'NONE'];

function Limits({ points, x, y, low, high, name }) {
  const line = side => d3.line().x(it => x(it.answers)).y(it => y(it[side]));
  return h('g', { class: `limit limit-${name}` }, [h('path', { d: line(low)(points) }), h('path', { d: line(high)(points) })]);
}

/** 1, 2, 5, 10 …; where these are few, 3 and 7 in between. */
function logTicks(x) {
  const round = x.ticks().filter(tick => /^[125]0*$/.test(String(tick)));
  return round.length > 2 ? round : x.ticks().filter(tick => /^[12357]0*$/.test(String(tick)));
}

/** @param plot answer of the API; @param period parameters for links */
export function Funnel({ plot, period, height = 340 }) {
  const [ref, width] = useWidth(700);
  const few = plot.withoutEnoughAnswers.filter(it => it.answers > 0);
  const dots = [...plot.rows, ...few];
  const limits = plot.curve;
  const most = d3.max([...dots, ...limits], it => it.answers) ?? 1;
  const least = d3.min([...dots, ...limits], it => it.answers) ?? 1;
  const x = d3.scaleLog([Math.max(1, least * 0.8), Math.max(2, most * 1.15)], [MARGIN.left, width - MARGIN.right]);
  const shares = [plot.center.satisfiedShare, ...dots.map(it => it.satisfiedShare), ...plot.rows.flatMap(it => [it.farLow, it.farHigh])];
  const [low, high] = d3.extent(shares.filter(it => typeof it === 'number'));
  const room = Math.max(0.01, (high - low) * 0.06);
  const y = d3.scaleLinear([Math.max(0, low - room), Math.min(1, high + room)], [height - MARGIN.bottom, MARGIN.top]);
  const name = unitName(plot.unit);
  const clip = `funnel-${width}`;
  return h('div', { ref }, h('ul', { class: 'legend', 'aria-hidden': 'true' }, [h('li', { class: 'key-95' }, t('limit95')), h('li', { class: 'key-998' }, t('limit998')), h('li', { class: 'key-few' }, t('notEnough'))]),
    h('svg', { class: 'chart funnel', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': t('chartOf', t('funnel')) }, [
      h('clipPath', { id: clip }, h('rect', { x: MARGIN.left, y: MARGIN.top - 6, width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom + 6 })),
      y.ticks(5).map(tick => h('g', { key: tick, class: 'axis' }, [
        h('line', { x1: MARGIN.left, x2: width - MARGIN.right, y1: y(tick), y2: y(tick) }),
        h('text', { x: MARGIN.left - 8, y: y(tick), dy: '0.32em', 'text-anchor': 'end' }, axisPercent(tick)),
      ])),
      logTicks(x).map(tick => h('text', { key: `x${tick}`, class: 'axis-label', x: x(tick), y: height - MARGIN.bottom + 18, 'text-anchor': 'middle' }, count(tick))),
      h('text', { class: 'axis-title', x: width - MARGIN.right, y: height - 4, 'text-anchor': 'end' }, t('answers')),
      h('g', { 'clip-path': `url(#${clip})` }, [
        h(Limits, { points: limits, x, y, low: 'farLow', high: 'farHigh', name: '998' }),
        h(Limits, { points: limits, x, y, low: 'low', high: 'high', name: '95' }),
        h('line', { class: 'center', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(plot.center.satisfiedShare), y2: y(plot.center.satisfiedShare) }),
      ]),
      few.map((it, i) => h('circle', { key: `few${i}`, class: 'dot hollow', 'data-few': 'true', cx: x(it.answers), cy: y(it.satisfiedShare), r: 5 })),
      plot.rows.map(it => {
        const words = `${unitName(it.unit)}: ${percent(it.satisfiedShare)}, ${t('answersN', count(it.answers))}. ${t(`difference_${it.difference}`, name)}`;
        return h('a', { key: it.unit, href: href('unit', { unit: it.unit, ...period }), 'aria-label': words },
          h('circle', { class: `dot difference-${it.difference}`, 'data-unit': it.unit, 'data-difference': it.difference, cx: x(it.answers), cy: y(it.satisfiedShare), r: 6 }, h('title', null, words)));
      }),
      plot.rows.filter(it => it.differs).map(it => h('text', { key: `n${it.unit}`, class: 'dot-name', x: x(it.answers), y: y(it.satisfiedShare) - 10, 'text-anchor': x(it.answers) > width * 0.75 ? 'end' : 'middle' }, unitName(it.unit))),
    ]));
}

/** The same in words: who differs, who may do so by chance. Units without enough answers are counted, not named. */
export function FunnelWords({ plot, period }) {
  const name = unitName(plot.unit);
  const groups = DIFFERENCES.map(difference => ({ difference, units: plot.rows.filter(it => it.difference === difference) })).filter(it => it.units.length > 0);
  return h('div', { class: 'funnel-words' }, [
    h('dl', { class: 'groups' }, groups.map(({ difference, units }) => [
      h('dt', { key: `t${difference}`, class: `mark difference-${difference}` }, t(`difference_${difference}`, name)),
      h('dd', { key: `d${difference}`, 'data-difference': difference }, units.map((it, i) => h('span', { key: it.unit, 'data-unit': it.unit }, i > 0 ? ', ' : '', h('a', { href: href('unit', { unit: it.unit, ...period }) }, h(UnitName, { unit: it.unit })), h('span', { class: 'quiet' }, ` ${percent(it.satisfiedShare)}`)))),
    ])),
    plot.withoutEnoughAnswers.length > 0 && h('p', { class: 'quiet', 'data-few': String(plot.withoutEnoughAnswers.length) }, t('fewHollow', count(plot.withoutEnoughAnswers.length))),
    h('p', { class: 'quiet' }, t('chanceNote')),
  ]);
}
