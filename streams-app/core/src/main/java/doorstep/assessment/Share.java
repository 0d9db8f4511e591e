// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.tally.Fraction;
import doorstep.tally.Interval;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The share of satisfied answers.
 *
 * @param satisfied 0 to {@code answers}
 */
public record Share(long satisfied, long answers) {
    public static final Share NONE = new Share(0, 0);

    public Share {
        if (satisfied < 0 || satisfied > answers) {
            throw new IllegalArgumentException(satisfied + " satisfied of " + answers);
        }
    }

    public Share plus(Share other) {
        return new Share(satisfied + other.satisfied, answers + other.answers);
    }

    /** All other answers; empty if {@code part} is not a part of these. */
    public Optional<Share> without(Share part) {
        long others = answers - part.answers;
        long satisfiedOthers = satisfied - part.satisfied;
        return satisfiedOthers < 0 || satisfiedOthers > others
                ? Optional.empty()
                : Optional.of(new Share(satisfiedOthers, others));
    }

    /** 0 to 1, exactly; empty without answers. */
    public Optional<Fraction> fraction() {
        return answers == 0 ? Optional.empty() : Optional.of(Fraction.of(satisfied, answers));
    }

    /** 0 to 1; empty without answers. */
    public OptionalDouble value() {
        return answers == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) satisfied / answers);
    }

    /** Wilson score interval; empty without answers. */
    public Optional<Interval> interval(double z) {
        return answers == 0 ? Optional.empty() : Optional.of(Interval.wilson(satisfied, answers, z));
    }

    /**
     * The share as if {@code weight} more answers had come in, satisfied as often as the parent's: this pulls shares of
     * few answers towards the parent's, so that units can be ranked. Empty if the parent has no answers.
     *
     * @param parent for the same question, scale and window; a root is its own parent
     * @param weight 0 or more
     */
    public Optional<Fraction> fractionShrunkTowards(Share parent, double weight) {
        return parent.answers == 0 || answers + weight == 0
                ? Optional.empty()
                : Optional.of(shrunk(parent, Fraction.of(weight)));
    }

    /** (satisfied + w · p) / (answers + w), over one denominator: shortened once, because thousands of units are ranked. */
    private Fraction shrunk(Share parent, Fraction weight) {
        BigInteger ofParent = BigInteger.valueOf(parent.answers);
        BigInteger parts = weight.denominator();
        BigInteger numerator = BigInteger.valueOf(satisfied)
                .multiply(parts)
                .multiply(ofParent)
                .add(weight.numerator().multiply(BigInteger.valueOf(parent.satisfied)));
        BigInteger denominator = BigInteger.valueOf(answers)
                .multiply(parts)
                .add(weight.numerator())
                .multiply(ofParent);
        return new Fraction(numerator, denominator);
    }

    /** {@link #fractionShrunkTowards} as a double. */
    public OptionalDouble shrunkTowards(Share parent, double weight) {
        return fractionShrunkTowards(parent, weight)
                .map(it -> OptionalDouble.of(it.toDouble()))
                .orElse(OptionalDouble.empty());
    }
}
