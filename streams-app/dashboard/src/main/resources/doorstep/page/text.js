// SPDX-License-Identifier: Apache-2.0
// Names and figures as elements. Names come from events: they are only ever text, in isolation from what stands around.

import { bound, count, decimal, percent, points, signed, duration } from './format.js';
import { h } from './lib.js';
import { label } from './settings.js';
import { visible } from './visible.js';

/** The last segment of a path; "*" has the catalogue's name. */
export function unitName(unit) {
  return unit === '*' ? label('special', '*') : visible(unit.slice(unit.lastIndexOf('/') + 1));
}

export function fullName(unit) {
  return unit === '*' ? unitName(unit) : visible(unit.split('/').join(' / '));
}

/** Text from outside. */
export function Name({ text, title }) {
  return h('bdi', { title }, visible(text));
}

export function UnitName({ unit }) {
  return h('bdi', { title: fullName(unit) }, unitName(unit));
}

export function Code({ list, code }) {
  return h('bdi', { title: visible(code) }, label(list, code));
}

const FORMATS = { bound, count, decimal, percent, points, signed, duration };

/** A figure; its exact value stays with it. */
export function Figure({ value, as = 'count' }) {
  return typeof value === 'number'
    ? h('data', { value: String(value) }, FORMATS[as](value))
    : h('span', { class: 'none' }, FORMATS[as](null));
}

/** The first unit of all is "*". */
export function parents(unit) {
  if (unit === '*') {
    return [];
  }
  const segments = unit.split('/');
  return ['*', ...segments.slice(0, -1).map((_, i) => segments.slice(0, i + 1).join('/'))];
}

/** Whether one unit is another or below it. */
export function within(unit, other) {
  return other === '*' || unit === other || unit.startsWith(`${other}/`);
}
