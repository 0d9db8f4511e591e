// SPDX-License-Identifier: Apache-2.0
// The settings that figures were counted under, and names of codes.

import { language } from './language.js';
import { observable } from './observable.js';
import { visible } from './visible.js';

/** As the API gives them, and "home", the unit to begin with; null before they are known. */
export const settings = observable(null);

/** Entries of the catalogue: by list, then by code. */
let entries = new Map();

settings.follow(it => {
  entries = new Map(Object.entries(it.catalogue).map(([list, codes]) => [list, new Map(codes.map(entry => [entry.code, entry]))]));
});

/** The label of a code in the reader's language; a code that is not listed is its own label. */
export function label(list, code) {
  return visible(entries.get(list)?.get(code)?.[language.get()] ?? code);
}

/** The label of a score, such as "Satisfied". */
export function scoreLabel(scale, score) {
  const scores = entries.get('scale')?.get(scale)?.scores ?? [];
  return visible(scores.find(it => it.score === score)?.[language.get()] ?? score);
}

/** "OVERALL:GRADE_5" has a question and a scale, which is named if it is not the usual one. */
export function facetName(facet) {
  const [question, scale] = facet.split(':', 2);
  const usual = entries.get('question')?.get(question)?.scale === scale;
  return usual ? label('question', question) : `${label('question', question)} (${label('scale', scale)})`;
}

/** The kinds of windows that are counted, out of those wanted; the first is the usual one. */
export function windows(wanted) {
  const counted = settings.get()?.windows ?? [];
  return wanted.filter(kind => counted.includes(kind));
}

/** Questions with their usual scales: the assessed one first. */
export function facets() {
  const listed = [...(entries.get('question')?.values() ?? [])].map(it => `${it.code}:${it.scale}`);
  return [...new Set([settings.get().assessedFacet, ...listed])];
}
