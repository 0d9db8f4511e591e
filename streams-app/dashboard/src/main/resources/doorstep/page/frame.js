// SPDX-License-Identifier: Apache-2.0
// What stands around every view: the list of views, what the figures are as of, and what is wrong with them.

import { href, address } from './address.js';
import { forgetToken, hasToken, tokenWanted } from './api.js';
import { connection } from './changes.js';
import { moment } from './format.js';
import { language, setLanguage, t } from './language.js';
import { h, useState } from './lib.js';
import { useValue } from './observable.js';
import { pulse, rebuilding } from './questions.js';
import { keepPeriod } from './period.js';
import { settings } from './settings.js';
import { setTheme, theme, THEMES } from './theme.js';

const STALE = 120_000;

/** A test may shorten the limit of stale. */
function staleLimit() {
  const given = Number(new URLSearchParams(location.search).get('stale'));
  return given > 0 ? given * 1_000 : STALE;
}

const MINUTE = 60_000;
const UNITS = { s: 1_000, m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };
/** As-of is floored to the minute, and steps when something comes. */
const SLACK = 5 * MINUTE;
const between = (earlier, later) => Date.parse(later) - Date.parse(earlier);

/** Of the setting as-of.lag: 90s, 15m, 1h, 1d. */
function lagOf(text) {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(text ?? '') ?? [];
  return number ? Number(number) * UNITS[unit] : 0;
}

/** How old the figures are, by the server's clock. */
export function condition({ asOf, updated, answered } = {}) {
  if (!updated || !answered) {
    return 'unknown';
  }
  const lag = lagOf(settings.get().asOfLag);
  // A fixed as-of lies further back than the lag says; the pipeline has nothing to report then, and is not stale.
  if (between(asOf, updated) > lag + SLACK) {
    return 'behind';
  }
  if (between(updated, answered) > staleLimit()) {
    return 'stale';
  }
  return lag > MINUTE ? 'behind' : 'live';
}

function Banner({ state, title, text }) {
  return h('div', { class: `banner banner-${state}`, role: 'status', 'data-state': state }, h('strong', null, title), ' ', h('span', null, text));
}

export function Banners() {
  const standing = useValue(pulse);
  const isRebuilding = useValue(rebuilding);
  const state = useValue(connection);
  return h('div', { class: 'banners' }, [
    state === 'lost' && h(Banner, { key: 'lost', state: 'lost', title: t('lostTitle'), text: t('lostText') }),
    isRebuilding && h(Banner, { key: 'rebuilding', state: 'rebuilding', title: t('rebuildingTitle'), text: t('rebuildingText') }),
    state !== 'lost' && standing && condition(standing) === 'stale' && h(Banner, { key: 'stale', state: 'stale', title: t('staleTitle', moment(standing.updated)), text: t('staleText') }),
  ]);
}

export function Standing() {
  const standing = useValue(pulse);
  const state = useValue(connection);
  const how = state === 'connected' ? condition(standing ?? undefined) : state;
  const words = { live: t('live'), behind: t('asOfBehind'), lost: t('lostTitle'), connecting: t('connecting'), stale: t('staleTitle', moment(standing?.updated)), unknown: t('connecting') };
  return h('div', { class: 'standing', 'data-condition': how }, [
    h('span', { class: `lamp lamp-${how}`, 'aria-hidden': 'true' }),
    h('span', { class: 'standing-words', role: 'status', title: how === 'behind' ? t('asOfBehindText', moment(standing.asOf), moment(standing.updated)) : undefined }, words[how]),
    standing && h('time', { dateTime: standing.asOf }, t('asOf', moment(standing.asOf))),
    h('span', { class: 'zone' }, t('zone', settings.get().zone)),
  ]);
}

export function LanguageChoice() {
  const other = language.get() === 'zh' ? 'en' : 'zh';
  return h('button', { class: 'quiet-button', lang: other === 'zh' ? 'zh-CN' : 'en', onClick: () => setLanguage(other) }, other === 'zh' ? '中文' : 'English');
}

function ThemeChoice() {
  const it = useValue(theme);
  const titles = { auto: t('themeAuto'), light: t('themeLight'), dark: t('themeDark') };
  return h('label', { class: 'choice' }, h('span', null, t('theme')), h('select', { value: it, onChange: event => setTheme(event.currentTarget.value) }, THEMES.map(name => h('option', { key: name, value: name }, titles[name]))));
}

function leave() {
  forgetToken();
  tokenWanted.set('missing');
}

export function Frame({ view, views, children }) {
  const [open, setOpen] = useState(false);
  const { params } = address.get();
  const link = ({ name, about }) =>
    h('li', { key: name }, h('a', { href: href(name, about === 'unit' ? { unit: params.unit, ...keepPeriod(params) } : {}), 'aria-current': name === view ? 'page' : undefined, onClick: () => setOpen(false) }, t(name)));
  return h('div', { class: 'frame' }, [
    h('a', { class: 'skip', href: '#figures', onClick: event => { event.preventDefault(); document.getElementById('figures').focus(); } }, t('skip')),
    h('header', { class: 'top' }, [
      h('a', { class: 'brand', href: href('overview') }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), 'Doorstep'),
      h('button', { class: 'menu-button', 'aria-expanded': String(open), 'aria-controls': 'views', onClick: () => setOpen(!open) }, t('menu')),
      h('nav', { id: 'views', class: open ? 'views open' : 'views', 'aria-label': t('views') }, [
        h('ul', null, views.filter(it => settings.get().everything || !it.rootOnly).map(link)),
        h('div', { class: 'preferences' }, [
          h(LanguageChoice),
          h(ThemeChoice),
          h('a', { class: 'quiet-link', href: '?wall=1' }, t('wall')),
          h('a', { class: 'quiet-link', href: 'api' }, t('apiForPrograms')),
          hasToken() && h('button', { class: 'quiet-button', onClick: leave }, t('forgetToken')),
        ]),
      ]),
    ]),
    h('main', { id: 'figures', tabIndex: -1, 'data-view': view }, [h(Standing), children]),
  ]);
}
