// SPDX-License-Identifier: Apache-2.0
// Numbers in the reader's locale; dates in the reader's language; times in the organisation's zone, never the browser's.

import { language } from './language.js';
import { settings } from './settings.js';

export const NONE = '–';
const LOCALES = { en: 'en', zh: 'zh-CN' };

const formats = new Map();

function cached(key, make) {
  if (!formats.has(key)) {
    formats.set(key, make());
  }
  return formats.get(key);
}

function numbers(options) {
  return cached(`n ${JSON.stringify(options)}`, () => new Intl.NumberFormat(navigator.languages, options));
}

function dates(options) {
  const lang = language.get();
  // "en" of a reader in London is not that of one in New York.
  const locale = navigator.languages.find(it => it.startsWith(lang)) ?? LOCALES[lang];
  return cached(`d ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

const isNumber = value => typeof value === 'number';

export function count(value) {
  return isNumber(value) ? numbers({ maximumFractionDigits: 0 }).format(value) : NONE;
}

export function signed(value) {
  return isNumber(value) ? numbers({ maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(value) : NONE;
}

export function decimal(value) {
  return isNumber(value) ? numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value) : NONE;
}

export function percent(value) {
  return isNumber(value) ? numbers({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value) : NONE;
}

/** An end of an interval, rounded down: one that lies below a target is not shown as the target. */
export function bound(value) {
  return isNumber(value) ? numbers({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, roundingMode: 'floor' }).format(value) : NONE;
}

/** How far a share moved, in percentage points. */
export function points(value) {
  return isNumber(value) ? numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(100 * value) : NONE;
}

/** A percentage with as few digits as it needs, for axes. */
export function axisPercent(value) {
  return numbers({ style: 'percent', maximumFractionDigits: 1 }).format(value);
}

/** Seconds, in the unit that fits. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return NONE;
  }
  const [unit, size] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]].find(([, it]) => seconds >= it) ?? ['second', 1];
  const lang = LOCALES[language.get()];
  return cached(`u ${lang} ${unit}`, () => new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })).format(seconds / size);
}

/** A local date has no zone; UTC on both sides keeps it what it is. */
function local(date) {
  return new Date(`${date}T00:00:00Z`);
}

export function date(it) {
  return it ? dates({ dateStyle: 'medium', timeZone: 'UTC' }).format(local(it)) : NONE;
}

export function shortDate(it) {
  return it ? dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(local(it)) : NONE;
}

/** Both included. */
export function range(from, to) {
  if (!from || !to) {
    return NONE;
  }
  return from === to ? date(from) : dates({ dateStyle: 'medium', timeZone: 'UTC' }).formatRange(local(from), local(to));
}

/** Name of a calendar window by its kind and first date. */
export function windowName(kind, start) {
  const day = local(start);
  switch (kind) {
    case 'MONTH':
      return dates({ month: 'short', year: 'numeric', timeZone: 'UTC' }).format(day);
    case 'YEAR':
      return dates({ year: 'numeric', timeZone: 'UTC' }).format(day);
    default:
      return date(start);
  }
}

/** A moment, in the zone of the organisation. */
export function moment(it) {
  return it ? dates({ dateStyle: 'medium', timeStyle: 'short', timeZone: settings.get()?.zone ?? 'UTC' }).format(new Date(it)) : NONE;
}

export function timeOfDay(it) {
  return it ? dates({ timeStyle: 'short', timeZone: settings.get()?.zone ?? 'UTC' }).format(new Date(it)) : NONE;
}
