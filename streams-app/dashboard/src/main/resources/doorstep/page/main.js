// SPDX-License-Identifier: Apache-2.0
// The page: it finds out what may be seen, then shows the view of its address.

import { address } from './address.js';
import { addressOf, ask, health, Problem, tokenWanted, Unreachable } from './api.js';
import { language, t } from './language.js';
import { h, render, useEffect, useState } from './lib.js';
import { useValue } from './observable.js';
import { startFollowing } from './questions.js';
import { settings, windows } from './settings.js';
import { Failure, Loading } from './states.js';
import { Banners, Frame } from './frame.js';
import { TokenForm } from './token.js';
import { View, VIEWS } from './views.js';
import { Wall } from './wall.js';
import './theme.js';

const RETRY = 3_000;
const isWall = new URLSearchParams(location.search).get('wall') === '1';

/** The first unit with more than one below it: above it there is nothing to compare. */
async function homeOf(unit) {
  for (let at = unit; ; ) {
    const { rows } = (await ask(addressOf('units', { unit: at, limit: 2 }))).data;
    if (rows.length !== 1) {
      return at;
    }
    at = rows[0].unit;
  }
}

/** What the server says of itself before it can answer. To ask for figures then would be an error in the console. */
const NOT_YET = { starting: 'STARTING', empty: 'NO_FIGURES' };

async function begin() {
  const { status } = await health();
  if (status in NOT_YET) {
    throw new Problem(503, { code: NOT_YET[status] });
  }
  const { data } = await ask(addressOf('settings'));
  settings.set({ ...data, home: await homeOf(data.unit) });
}

function Page() {
  useValue(language);
  const wanted = useValue(tokenWanted);
  const known = useValue(settings);
  const [problem, setProblem] = useState(null);

  useEffect(() => {
    if (wanted !== null) {
      return undefined;
    }
    let timer = null;
    let ended = false;
    let stop = null;
    const tryIt = () =>
      begin().then(
        () => {
          setProblem(null);
          if (!ended) {
            stop = startFollowing({ path: 'visit-counts', params: { unit: settings.get().unit, window: windows(['EVER', ...settings.get().windows])[0] } });
          }
        },
        e => {
          setProblem(e);
          timer = ended ? null : setTimeout(tryIt, RETRY);
        },
      );
    tryIt();
    return () => {
      ended = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [wanted]);

  if (wanted !== null) {
    return h(TokenForm, { invalid: wanted === 'invalid' });
  }
  if (!known) {
    return h('main', { class: 'alone' }, [h('p', { class: 'brand' }, 'Doorstep'), problem ? h(Failure, { problem }) : h(Loading), problem instanceof Unreachable && h('p', { role: 'status', 'data-state': 'lost' }, t('lostText'))]);
  }
  return isWall ? h(Wall) : h(Shown);
}

function Shown() {
  const { view, params } = useValue(address);
  const name = view === '' ? 'overview' : view;
  // What changes the subject takes the reader to its beginning.
  useEffect(() => {
    scrollTo(0, 0);
    document.getElementById('view-title')?.focus({ preventScroll: true });
  }, [name, params.unit]);
  return h(Frame, { view: name, views: VIEWS }, [h(Banners), h(View, { view: name, params })]);
}

language.follow(it => {
  document.documentElement.lang = it === 'zh' ? 'zh-CN' : 'en';
});
document.documentElement.lang = language.get() === 'zh' ? 'zh-CN' : 'en';
render(h(Page), document.getElementById('page'));
