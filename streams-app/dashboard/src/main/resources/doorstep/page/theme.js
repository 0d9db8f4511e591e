// SPDX-License-Identifier: Apache-2.0
// Dark, light, or what the device prefers.

import { observable } from './observable.js';

const KEPT = 'doorstep.theme';
export const THEMES = ['auto', 'light', 'dark'];

const kept = localStorage.getItem(KEPT);
export const theme = observable(THEMES.includes(kept) ? kept : 'auto');

function show(it) {
  document.documentElement.dataset.theme = it;
}

export function setTheme(it) {
  localStorage.setItem(KEPT, it);
  theme.set(it);
}

show(theme.get());
theme.follow(show);
