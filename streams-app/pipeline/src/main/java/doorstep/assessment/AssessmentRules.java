package doorstep.assessment;

/**
 * How scores are assessed.
 *
 * @param facet the question and scale that targets are set for, {@code question:scale}
 * @param shrinkage how many answers the parent's share weighs in a shrunk score
 */
public record AssessmentRules(String facet, Targets targets, double shrinkage) {}
