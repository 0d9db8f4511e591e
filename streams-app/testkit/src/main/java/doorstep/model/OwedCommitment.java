// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import doorstep.avro.Feedback;
import java.time.Instant;
import java.util.List;

/**
 * Something owed, and everything that became of it. Moments are null where nothing happened.
 *
 * @param id key of its row in the worklist
 * @param source of the record; of a call-back the rating's
 * @param area null if there is none; the same for category
 * @param openedBy id of the rating or visit that opened it; null if its own record did
 */
record OwedCommitment(
        String id,
        String source,
        String kind,
        String unit,
        String area,
        String category,
        Instant opened,
        String openedBy,
        DueTimes due,
        Handling handling,
        End end,
        Ratings ratings) {

    /** @param first the due time that was set first, whether or not it was changed later; null if none was set */
    record DueTimes(Instant first, Instant current) {}

    /** What happened before the end. */
    record Handling(Instant acknowledged, Instant assigned, List<Instant> returned, List<Instant> reopened) {
        static final Handling NONE = new Handling(null, null, List.of(), List.of());
    }

    /**
     * How it ended.
     *
     * @param outcome null if there is none
     * @param done when what was owed was done
     * @param ended when nothing was owed any longer
     */
    record End(Instant closed, String outcome, Instant done, Instant ended) {}

    /**
     * The ratings of a call-back; both are null for other kinds.
     *
     * @param first the one that opened it
     * @param second the one that tells whether it helped
     */
    record Ratings(Feedback first, Feedback second) {
        static final Ratings NONE = new Ratings(null, null);
    }

    /** Something that happened to it and counts in a row. */
    record Fact(String what, OwedCommitment owed, Instant at) {}

    boolean isVoid() {
        return "REFUSED".equals(end.outcome()) || "DUPLICATE".equals(end.outcome());
    }

    boolean wasOverdue() {
        Instant limit = due.current();
        Instant ended = end.ended();
        return !isVoid() && limit != null && (ended == null || ended.isAfter(limit));
    }

    static boolean isBy(Instant moment, Instant limit) {
        return moment != null && !moment.isAfter(limit);
    }
}
