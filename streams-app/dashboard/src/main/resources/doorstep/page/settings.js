// SPDX-License-Identifier: Apache-2.0
// The settings that figures were counted under, and names of codes.

import { language } from './language.js';
import { observable } from './observable.js';

/** As the API gives them; null before they are known. */
export const settings = observable(null);

/** What the token opens: {unit, everything}; null before it is known. */
export function access() {
  return settings.get()?.access ?? null;
}

/** The label of a code in the reader's language; a code that is not listed is its own label. */
export function label(list, code) {
  const labels = settings.get()?.catalogue?.[list]?.[code];
  return labels?.[language.get()] ?? code;
}

/** "OVERALL:GRADE_5" has a question and a scale. */
export function facetName(facet) {
  const [question, scale] = facet.split(':', 2);
  const questions = settings.get()?.catalogue?.question;
  const usual = questions?.[question]?.scale === scale;
  return usual ? label('question', question) : `${label('question', question)} (${label('scale', scale)})`;
}

/** The kinds of windows that are counted, out of those wanted; the first is the usual one. */
export function windows(wanted) {
  const counted = settings.get()?.windows ?? [];
  return wanted.filter(kind => counted.includes(kind));
}

/** Questions with their usual scales: the assessed one first. */
export function facets() {
  const { assessedFacet, catalogue } = settings.get();
  const listed = Object.entries(catalogue?.question ?? {}).map(([code, it]) => `${code}:${it.scale}`);
  return [...new Set([assessedFacet, ...listed])];
}
