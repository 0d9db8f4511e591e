// SPDX-License-Identifier: Apache-2.0
// Charts of shares and counts. Each is an image with a name; the table behind it has the figures.

import { axisPercent, count } from './format.js';
import { t } from './language.js';
import { d3, Fragment, h } from './lib.js';
import { useWidth } from './width.js';

const isNumber = value => typeof value === 'number';

function Drawing({ width, height, title, name, children }) {
  return h('svg', { class: `chart ${name}`, width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': t('chartOf', title) }, children);
}

/** A line without axes. Gaps where there is no value. */
export function Sparkline({ values, title, from }) {
  const [ref, width] = useWidth(160);
  const height = 44;
  const there = values.filter(isNumber);
  if (there.length < 2) {
    return h('div', { ref, class: 'sparkline' });
  }
  const x = d3.scaleLinear([0, values.length - 1], [3, width - 5]);
  const y = d3.scaleLinear(from === undefined ? d3.extent(there) : [from, d3.max(there) || 1], [height - 6, 6]);
  const line = d3.line().defined(isNumber).x((_, i) => x(i)).y(y).curve(d3.curveMonotoneX);
  const area = d3.area().defined(isNumber).x((_, i) => x(i)).y0(height).y1(y).curve(d3.curveMonotoneX);
  const last = values.findLastIndex(isNumber);
  return h(
    'div',
    { ref, class: 'sparkline' },
    h(Drawing, { width, height, title, name: 'spark' }, [
      h('path', { class: 'spark-area', d: area(values) }),
      h('path', { class: 'spark-line', d: line(values) }),
      h('circle', { class: 'spark-end', cx: x(last), cy: y(values[last]), r: 3 }),
    ]),
  );
}

const MARGIN = { top: 12, right: 34, bottom: 26, left: 46 };
const LEAST_SPACE = 64;

function Axes({ x, y, labels, width, height, format, ticks = 4 }) {
  const every = Math.max(1, Math.ceil((labels.length * LEAST_SPACE) / Math.max(1, width - MARGIN.left - MARGIN.right)));
  const last = labels.length - 1;
  return h(Fragment, null, [
    y.ticks(ticks).map(tick =>
      h('g', { key: tick, class: 'axis' }, h('line', { x1: MARGIN.left, x2: width - MARGIN.right, y1: y(tick), y2: y(tick) }), h('text', { x: MARGIN.left - 8, y: y(tick), dy: '0.32em', 'text-anchor': 'end' }, format(tick))),
    ),
    labels.map((label, i) => (last - i) % every === 0 && h('text', { key: `x${i}`, class: 'axis-label', x: x(i), y: height - 6, 'text-anchor': 'middle' }, label)),
  ]);
}

/** Where a share's axis begins and ends: around what is drawn, within 0 and 1. */
function axisDomain(values) {
  const [low, high] = d3.extent(values.filter(isNumber));
  const room = Math.max(0.01, (high - low) * 0.12);
  return [Math.max(0, low - room), Math.min(1, high + room)];
}

/** The part of 0…1 that interval bars of these rows need, up to 1. */
export function shareDomain(rows) {
  const low = d3.min(rows.flatMap(it => [it.satisfiedLow, it.satisfiedShare, it.target]).filter(isNumber)) ?? 0;
  return [Math.max(0, Math.floor(10 * (low - 0.02)) / 10), 1];
}

/**
 * Shares over time with their intervals.
 *
 * @param points {label, value, low, high, hollow, tip}
 */
export function ShareTrend({ points, target, title, height = 220 }) {
  const [ref, width] = useWidth(600);
  const drawn = points.flatMap(it => [it.value, it.low, it.high]);
  const y = d3.scaleLinear(axisDomain(isNumber(target) ? [...drawn, target] : drawn), [height - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = d3.scalePoint(d3.range(points.length), [MARGIN.left + 10, width - MARGIN.right - 8]);
  const there = it => isNumber(it.value);
  const line = d3.line().defined(there).x((_, i) => x(i)).y(it => y(it.value));
  const band = d3.area().defined(it => isNumber(it.low)).x((_, i) => x(i)).y0(it => y(it.low)).y1(it => y(it.high));
  return h('div', { ref }, h(Drawing, { width, height, title, name: 'trend' }, [
    h(Axes, { x, y, labels: points.map(it => it.label), width, height, format: axisPercent }),
    h('path', { class: 'band', d: band(points) }),
    isNumber(target) && h('line', { class: 'target-line', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(target), y2: y(target) }),
    isNumber(target) && h('text', { class: 'target-name', x: MARGIN.left + 4, y: y(target) - 5 }, t('targetIs', axisPercent(target))),
    h('path', { class: 'line', d: line(points) }),
    points.map((it, i) => there(it) && h('g', { key: i }, [
      isNumber(it.low) && h('line', { class: 'whisker', x1: x(i), x2: x(i), y1: y(it.low), y2: y(it.high) }),
      h('circle', { class: it.hollow ? 'dot hollow' : 'dot', cx: x(i), cy: y(it.value), r: 4 }, h('title', null, it.tip)),
    ])),
  ]));
}

/**
 * Counts over time as columns.
 *
 * @param points {label, value, tip}
 */
export function Columns({ points, title, height = 200 }) {
  const [ref, width] = useWidth(600);
  const most = d3.max(points, it => it.value ?? 0) || 1;
  const y = d3.scaleLinear([0, most], [height - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = d3.scaleBand(d3.range(points.length), [MARGIN.left, width - MARGIN.right]).padding(0.28);
  const middle = i => x(i) + x.bandwidth() / 2;
  return h('div', { ref }, h(Drawing, { width, height, title, name: 'columns' }, [
    h(Axes, { x: middle, y, labels: points.map(it => it.label), width, height, format: count }),
    points.map((it, i) => isNumber(it.value) && h('rect', { key: i, class: 'column', x: x(i), width: x.bandwidth(), y: y(it.value), height: y(0) - y(it.value), rx: 2 }, h('title', null, it.tip))),
  ]));
}

/**
 * Several counts over time as lines.
 *
 * @param series {name, title, values}
 */
export function Lines({ labels, series, title, height = 200 }) {
  const [ref, width] = useWidth(600);
  const all = series.flatMap(it => it.values).filter(isNumber);
  const y = d3.scaleLinear([Math.min(0, d3.min(all) ?? 0), d3.max(all) || 1], [height - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = d3.scalePoint(d3.range(labels.length), [MARGIN.left + 6, width - MARGIN.right - 6]);
  const line = d3.line().defined(isNumber).x((_, i) => x(i)).y(y);
  return h('div', { ref }, [
    h('ul', { class: 'legend', 'aria-hidden': 'true' }, series.map(it => h('li', { key: it.name, class: `key-${it.name}` }, it.title))),
    h(Drawing, { width, height, title, name: 'lines' }, [
      h(Axes, { x, y, labels, width, height, format: count }),
      series.map(it => h('g', { key: it.name, class: `line-${it.name}` }, [
        h('path', { d: line(it.values) }),
        it.values.map((value, i) => isNumber(value) && h('circle', { key: i, cx: x(i), cy: y(value), r: labels.length > 30 ? 0 : 3 }, h('title', null, `${labels[i]}: ${it.title} ${count(value)}`))),
      ])),
    ]),
  ]);
}

/**
 * A share on a line: its interval as a band, the target as a mark.
 *
 * @param domain the part of 0…1 that is drawn, for several below each other
 * @param few whether there are too few answers to say much: drawn hollow
 */
export function IntervalBar({ value, low, high, target, domain = [0, 1], verdict, few = false, height = 16 }) {
  const x = d3.scaleLinear(domain, [0, 100]).clamp(true);
  const at = it => `${x(it)}%`;
  const middle = height / 2;
  return h('svg', { class: `interval-bar ${few ? 'few' : `verdict-${verdict ?? 'none'}`}`, height, width: '100%', 'aria-hidden': 'true' }, [
    h('line', { class: 'track', x1: 0, x2: '100%', y1: middle, y2: middle }),
    isNumber(low) && h('rect', { class: 'interval', x: at(low), width: `${Math.max(0.5, x(high) - x(low))}%`, y: middle - 4, height: 8, rx: 4 }),
    isNumber(target) && h('line', { class: 'target', x1: at(target), x2: at(target), y1: 0, y2: height }),
    isNumber(value) && h('circle', { class: 'point', cx: at(value), cy: middle, r: 4 }),
  ]);
}

/** A part of a whole, or of the greatest. */
export function Bar({ value, of = 1, kind = 'plain', height = 8 }) {
  const share = isNumber(value) && of > 0 ? Math.min(1, Math.max(0, value / of)) : 0;
  return h('svg', { class: `bar bar-${kind}`, height, width: '100%', 'aria-hidden': 'true' }, [
    h('rect', { class: 'bar-track', width: '100%', height, rx: height / 2 }),
    share > 0 && h('rect', { class: 'bar-value', width: `${share * 100}%`, height, rx: height / 2 }),
  ]);
}

/** An effect that goes left or right of the middle. */
export function Effect({ value, of, height = 14 }) {
  const half = of > 0 && isNumber(value) ? (Math.abs(value) / of) * 50 : 0;
  return h('svg', { class: `effect ${value < 0 ? 'down' : 'up'}`, height, width: '100%', 'aria-hidden': 'true' }, [
    h('line', { class: 'track', x1: '50%', x2: '50%', y1: 0, y2: height }),
    half > 0 && h('rect', { class: 'effect-value', x: `${value < 0 ? 50 - half : 50}%`, width: `${half}%`, y: 2, height: height - 4, rx: 2 }),
  ]);
}

/**
 * Parts of a whole beside each other.
 *
 * @param parts {name, title, share}; shares add up to 1
 */
export function Stacked({ parts, title, height = 26 }) {
  let from = 0;
  const places = parts.map(part => {
    const place = { ...part, from };
    from += part.share;
    return place;
  });
  return h('svg', { class: 'stacked', height, width: '100%', role: 'img', 'aria-label': t('chartOf', title) }, places.map(it =>
    it.share > 0 && h('rect', { key: it.name, class: `part part-${it.name}`, x: `${it.from * 100}%`, width: `${it.share * 100}%`, height }, h('title', null, it.title))));
}
