// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.period.Span;

/**
 * A question about the satisfied share of a unit and those of the units directly below it.
 *
 * @param facet {@code question:scale}
 */
public record ScoreQuestion(String unit, String facet, Span span) {}
