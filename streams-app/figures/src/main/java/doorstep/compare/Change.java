// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import doorstep.assessment.Share;
import java.util.Optional;

/** Answers of one unit, question and scale in the former period and in the present one. */
public record Change(Share before, Share now) {
    public static final Change NONE = new Change(Share.NONE, Share.NONE);

    Change plus(Change other) {
        return new Change(before.plus(other.before), now.plus(other.now));
    }

    /** In either period. */
    public boolean hasAnswers() {
        return before.answers() + now.answers() > 0;
    }

    /** All other answers; empty if {@code part} is not a part of these in either period. */
    public Optional<Change> without(Change part) {
        return before.without(part.before)
                .flatMap(othersBefore -> now.without(part.now).map(othersNow -> new Change(othersBefore, othersNow)));
    }
}
