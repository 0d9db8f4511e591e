// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.event.TreePath;
import java.util.Optional;
import java.util.OptionalDouble;

/** Assesses satisfaction scores. */
public final class Assessor {
    private static final String OVERALL = "OVERALL:";

    private final AssessmentRules rules;

    public Assessor(AssessmentRules rules) {
        this.rules = rules;
    }

    /**
     * @param facet question and scale, {@code question:scale}
     * @param enough whether there are as many answers as {@code answers.min} requires
     * @param unitAbove the same score of the unit above; empty if it is not known; ignored for the root, which is its own
     */
    public Assessment assess(String unit, String facet, Share own, boolean enough, Optional<Share> unitAbove) {
        boolean root = unit.equals(TreePath.ROOT);
        Optional<Share> above = root ? Optional.of(own) : unitAbove;
        OptionalDouble target = target(unit, facet);
        return new Assessment(
                own,
                target,
                target.isPresent() ? Verdict.of(own, enough, target.getAsDouble()) : Optional.empty(),
                above.map(it -> own.shrunkTowards(it, rules.shrinkage())).orElse(OptionalDouble.empty()),
                above,
                above.filter(it -> !root && enough && own.answers() > 0 && it.answers() > 0)
                        .map(it -> Difference.of(own, it)));
    }

    /** 0 to 1; empty for other questions and scales than the assessed one. */
    public OptionalDouble target(String unit, String facet) {
        return facet.equals(rules.facet()) ? OptionalDouble.of(rules.targets().of(unit)) : OptionalDouble.empty();
    }

    /** Weight of the share of the unit above in a shrunk score, in answers. */
    public double shrinkage() {
        return rules.shrinkage();
    }

    /** Whether a score has a response rate: the question OVERALL is the one that people were asked. */
    public static boolean hasResponseRate(String facet) {
        return facet.startsWith(OVERALL);
    }

    /**
     * Answers about visits, out of the people asked there; may exceed 1 if visits were not recorded. Empty if nobody was
     * asked.
     */
    public static OptionalDouble responseRate(long answersAboutVisits, long feedbackAsked) {
        return feedbackAsked == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) answersAboutVisits / feedbackAsked);
    }
}
