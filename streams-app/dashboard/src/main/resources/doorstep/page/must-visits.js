// SPDX-License-Identifier: Apache-2.0
// The five must-visits: duties of these categories.

import { useBreakdown } from './questions.js';

export const MUST_VISITS = ['CASE_PARTY', 'LIFE_CHANGE', 'DISPUTE_PARTY', 'DELEGATE', 'GATHERING_PLACE'];

/** Answers: of all five together, and of each. */
export function useMustVisits(unit, period) {
  const duties = { unit, facet: 'DUTY', breakdown: 'category' };
  const total = useBreakdown('service-levels', { ...duties, value: MUST_VISITS.join(','), together: 'true' }, period);
  const each = useBreakdown('service-levels', { ...duties, limit: 1_000 }, period);
  return { total, each, categories: new Map((each.data?.rows ?? []).map(row => [row.value, row])) };
}
