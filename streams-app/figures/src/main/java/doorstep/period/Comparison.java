// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import java.util.Optional;

/** What a question is compared with: the dates and their rows, or why there are none. */
public sealed interface Comparison permits Comparison.With, Comparison.Without {
    /** @param cover of the dates within the extent */
    record With(Cover cover) implements Comparison {
        public Period dates() {
            return cover.dates();
        }
    }

    /**
     * @param uncovered the dates that rows do not add up to; with {@link Reason#NOT_COVERED} only
     */
    record Without(Reason reason, Optional<Uncovered> uncovered) implements Comparison {
        static Without because(Reason reason) {
            return new Without(reason, Optional.empty());
        }
    }

    /** Why there is nothing to compare with. */
    enum Reason {
        /** {@code EVER} and windows of minutes have no period before and no last year. */
        WINDOW_NOT_COMPARABLE,
        /** Nothing of what was asked about lies between the earliest event and as-of. */
        NOTHING_COUNTED,
        /** A year before the {@code DAY} 29 February there was none. */
        NO_29_FEBRUARY,
        /** It ends before the first row that the root has in the topic. */
        BEFORE_FIRST_ROW,
        /** No rows add up to its dates. */
        NOT_COVERED
    }
}
