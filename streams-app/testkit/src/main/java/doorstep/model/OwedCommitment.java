// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.Feedback;
import java.time.Instant;
import java.util.List;

/**
 * Something owed, and everything that became of it. Moments are null where nothing happened.
 *
 * @param area null if there is none; the same for category
 * @param firstDue the due time that was set first, whether or not it was changed later
 * @param outcome null if there is none
 * @param done when what was owed was done
 * @param ended when nothing was owed any longer
 * @param first of a call-back: the rating that opened it; otherwise null
 * @param second of a call-back: the rating that tells whether it helped
 */
record OwedCommitment(
        String kind,
        String unit,
        String area,
        String category,
        Instant opened,
        Instant acknowledged,
        Instant assigned,
        Instant firstDue,
        Instant due,
        Instant closed,
        String outcome,
        List<Instant> returned,
        List<Instant> reopened,
        Instant done,
        Instant ended,
        Feedback first,
        Feedback second) {

    /** Something that happened to it and counts in a row. */
    record Fact(String what, OwedCommitment owed, Instant at) {}

    boolean isVoid() {
        return outcome != null && (outcome.equals("REFUSED") || outcome.equals("DUPLICATE"));
    }

    boolean wasOverdue() {
        return !isVoid() && due != null && (ended == null || ended.isAfter(due));
    }

    static boolean isBy(Instant moment, Instant limit) {
        return moment != null && !moment.isAfter(limit);
    }
}
