// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.CommitmentKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A question about what is owed at as-of.
 *
 * @param unit a path, or the root; the units below it are included
 * @param kind empty: every kind
 * @param categories empty: every category, and call-backs, which have none
 * @param overdue whether only what is overdue is wanted
 * @param dueWithin only what falls due after as-of and at most so many local dates ahead, 0 to {@link #MOST_DATES}; not with {@code overdue}
 * @param later whether rows that open after as-of are wanted, instead of those that are open at it
 * @param limit most rows of the answer, above 0
 * @param after empty: the first rows
 */
public record WorklistQuestion(
        String unit,
        Optional<CommitmentKind> kind,
        Set<String> categories,
        boolean overdue,
        OptionalInt dueWithin,
        boolean later,
        Order order,
        int limit,
        Optional<Cursor> after) {
    /** Dates of due times lie at most so many ahead: about ten years. */
    public static final int MOST_DATES = 3_653;

    /** How rows are sorted; those with equal times by their ids, in the order of the UTF-8 bytes. */
    public enum Order {
        /** What has been open longest comes first. */
        AGE,
        /** What falls due first comes first, what never does comes last. */
        DUE
    }

    /**
     * Where a page ends. Rows may change between two pages; the next one has those that then come behind this place.
     *
     * @param ms that the last row is sorted by, milliseconds since the epoch; empty for one that is never due
     * @param unit of it
     * @param id of it
     */
    public record Cursor(Optional<Long> ms, String unit, String id) {}

    /** @throws QuestionException if what is overdue is asked to fall due */
    public WorklistQuestion {
        if (overdue && dueWithin.isPresent()) {
            throw new QuestionException(
                    QuestionException.Fault.INVALID,
                    "due-within",
                    "what is overdue does not fall due any more; ask for either",
                    List.of());
        }
    }

    /** All that is open, by due time. */
    public static WorklistQuestion of(String unit) {
        return new WorklistQuestion(
                unit,
                Optional.empty(),
                Set.of(),
                false,
                OptionalInt.empty(),
                false,
                Order.DUE,
                Integer.MAX_VALUE,
                Optional.empty());
    }

    public WorklistQuestion ofKind(CommitmentKind only) {
        return new WorklistQuestion(
                unit, Optional.of(only), categories, overdue, dueWithin, later, order, limit, after);
    }

    public WorklistQuestion ofCategories(Set<String> only) {
        return new WorklistQuestion(unit, kind, Set.copyOf(only), overdue, dueWithin, later, order, limit, after);
    }

    public WorklistQuestion onlyOverdue() {
        return new WorklistQuestion(unit, kind, categories, true, dueWithin, later, order, limit, after);
    }

    public WorklistQuestion dueWithin(int dates) {
        return new WorklistQuestion(unit, kind, categories, overdue, OptionalInt.of(dates), later, order, limit, after);
    }

    /** The same about what opens after as-of. */
    public WorklistQuestion ofLater() {
        return new WorklistQuestion(unit, kind, categories, overdue, dueWithin, true, order, limit, after);
    }

    public WorklistQuestion by(Order other) {
        return new WorklistQuestion(unit, kind, categories, overdue, dueWithin, later, other, limit, after);
    }

    /** The first rows only. */
    public WorklistQuestion top(int most) {
        return new WorklistQuestion(unit, kind, categories, overdue, dueWithin, later, order, most, after);
    }

    /** The rows behind those of an answer before. */
    public WorklistQuestion after(Cursor place) {
        return new WorklistQuestion(
                unit, kind, categories, overdue, dueWithin, later, order, limit, Optional.of(place));
    }
}
