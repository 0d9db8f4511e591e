// SPDX-License-Identifier: Apache-2.0
// Addresses of views: #/units?unit=city&window=YEAR. What follows # is never sent to a server, so names of units are in
// no log of a proxy. A token is in no address at all.

import { observable } from './observable.js';

function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { view: path, params: Object.fromEntries(new URLSearchParams(query)) };
}

export const address = observable(parse(location.hash));

addEventListener('hashchange', () => address.set(parse(location.hash)));

/** Parameters that are null or empty are left out. */
export function href(view, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  const text = query.toString();
  return `#/${view}${text && '?'}${text}`;
}

export function go(view, params) {
  location.hash = href(view, params);
}

/** Without an entry in the browser's history. */
export function replace(view, params) {
  history.replaceState(null, '', location.pathname + location.search + href(view, params));
  address.set(parse(location.hash));
}

/** The parameters of where one is, with some of them changed. */
export function here(changes) {
  const { view, params } = address.get();
  return href(view, { ...params, ...changes });
}
