// SPDX-License-Identifier: Apache-2.0
// What figures are compared with, or why there is nothing.

import { t } from './language.js';

/** In words, for a comparison of an answer that has no figures. */
export function whyNone(comparison) {
  return t(`noComparison_${comparison?.reason ?? 'NOTHING_COUNTED'}`);
}

/**
 * A figure of the same days last year in words, or why there is none.
 *
 * @param format how the figure is written
 */
export function lastYear(data, figure, format) {
  const value = data.rows[0]?.lastYear?.[figure];
  return typeof value === 'number' ? t('sameDaysLastYear', format(value)) : t('noLastYear', whyNone(data.comparisons?.lastYear));
}
