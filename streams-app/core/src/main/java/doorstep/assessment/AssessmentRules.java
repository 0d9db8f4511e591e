// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

/**
 * Parameters for assessing scores.
 *
 * @param facet the question and scale that targets apply to, {@code question:scale}
 * @param shrinkage weight of the parent's share in a shrunk score, in answers
 */
public record AssessmentRules(String facet, Targets targets, double shrinkage) {}
