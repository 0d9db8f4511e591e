// SPDX-License-Identifier: Apache-2.0
// Rows of answers, by what they are about.

/** Of the row with that facet, or of the only one; empty figures if there is none. */
export function only(data, facet) {
  const found = facet === undefined ? data?.rows[0] : data?.rows.find(row => row.facet === facet);
  return found ?? {};
}

export function byUnit(data) {
  return new Map((data?.rows ?? []).map(row => [row.unit, row]));
}

/** Rows of values that have something to say. */
export function counted(data, ...figures) {
  return (data?.rows ?? []).filter(row => figures.some(figure => row[figure] > 0));
}

/** Highest first; the order alone, no figure is changed. */
export function descending(rows, figure) {
  return [...rows].sort((a, b) => (b[figure] ?? -Infinity) - (a[figure] ?? -Infinity));
}
