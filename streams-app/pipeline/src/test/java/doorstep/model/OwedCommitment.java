package doorstep.model;

import doorstep.avro.Feedback;
import java.time.Instant;
import java.util.List;

/**
 * Something owed, and all that became of it. Moments are null where nothing happened.
 *
 * @param area null if there is none; category alike
 * @param firstDue the first time promised, whether another was promised later or not
 * @param outcome null if there is none
 * @param done when what was owed was done
 * @param ended when nothing was owed any more
 * @param first of a call-back: the rating that opened it; else null
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

    /** Something that happened to it, which a row counts. */
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
