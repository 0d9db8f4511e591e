// SPDX-License-Identifier: Apache-2.0
// The reader's language, and words in it.

import { observable } from './observable.js';
import { WORDS } from './words.js';

const KEPT = 'doorstep.language';
export const LANGUAGES = ['en', 'zh'];

function preferred() {
  const kept = localStorage.getItem(KEPT);
  if (LANGUAGES.includes(kept)) {
    return kept;
  }
  const first = navigator.languages.map(it => it.slice(0, 2)).find(it => LANGUAGES.includes(it));
  return first ?? LANGUAGES[0];
}

export const language = observable(preferred());

export function setLanguage(it) {
  localStorage.setItem(KEPT, it);
  language.set(it);
}

/** The text for a key; {0}, {1} … are the arguments. */
export function t(key, ...args) {
  const text = WORDS[key][LANGUAGES.indexOf(language.get())];
  return args.reduce((filled, arg, i) => filled.replaceAll(`{${i}}`, () => String(arg)), text);
}
