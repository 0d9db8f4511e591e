// SPDX-License-Identifier: Apache-2.0
// The wall screen: ?wall=1 turns through views by itself. ?wall=1&views=overview,units&seconds=30&unit=city chooses them.

import { replace } from './address.js';
import { useFit } from './fit.js';
import { Banners, Standing } from './frame.js';
import { t } from './language.js';
import { h, useEffect, useState } from './lib.js';
import { settings } from './settings.js';
import { View, VIEWS } from './views.js';

const USUAL_VIEWS = ['overview', 'units', 'commitments', 'moods', 'desks'];
const USUAL_SECONDS = 20;
const LEAST_SECONDS = 3;

function chosen() {
  const query = new URLSearchParams(location.search);
  const allowed = VIEWS.filter(it => settings.get().everything || !it.rootOnly).map(it => it.name);
  const named = (query.get('views')?.split(',') ?? USUAL_VIEWS).filter(it => allowed.includes(it));
  const seconds = Number(query.get('seconds') ?? USUAL_SECONDS);
  return {
    views: named.length > 0 ? named : ['overview'],
    seconds: seconds >= LEAST_SECONDS ? seconds : USUAL_SECONDS,
    params: query.get('unit') ? { unit: query.get('unit') } : {},
  };
}

export function Wall() {
  const [{ views, seconds, params }] = useState(chosen);
  const [at, setAt] = useState(0);
  const [paused, pause] = useState(false);
  useEffect(() => {
    document.documentElement.classList.add('wall');
    return () => document.documentElement.classList.remove('wall');
  }, []);
  useEffect(() => {
    replace(views[at], params);
    if (paused || views.length === 1) {
      return undefined;
    }
    const timer = setTimeout(() => setAt((at + 1) % views.length), seconds * 1_000);
    return () => clearTimeout(timer);
  }, [at, paused]);
  const view = views[at];
  useFit(view, seconds);
  return h('main', { class: 'wall-screen', id: 'figures', 'data-view': view }, [
    h(Standing),
    h('div', { class: 'wall-controls' }, [
      h('button', { class: 'quiet-button', 'aria-pressed': String(paused), onClick: () => pause(!paused) }, t(paused ? 'resume' : 'pause')),
      h('a', { class: 'quiet-link', href: location.pathname }, t('leaveWall')),
      h('span', { class: 'wall-dots', 'aria-hidden': 'true' }, views.map((it, i) => h('span', { key: it, class: i === at ? 'on' : '' }))),
    ]),
    h(Banners),
    h(View, { view, params, key: view }),
  ]);
}
