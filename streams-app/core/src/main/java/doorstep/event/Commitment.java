// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something owed by a due time, in its current version: all of its moments count under its current unit. Moments are
 * milliseconds since the epoch, none of them before {@code openedAt}.
 *
 * @param id of a DUTY or a CALLBACK, which links change; absent for others, which only their own records change
 * @param source of the record, or of the rating that opened a CALLBACK
 * @param category absent for call-backs only
 * @param outcome only with {@code closedAt}
 * @param visitedAt for a DUTY: the first visit that names it, at or after its opening. Not in any record, but found
 *     through {@link Link}s
 * @param openedBy the rating that opened a CALLBACK
 * @param openingVisit id of the visit that opened a DUTY again, which comes back; its own record opens the first one
 * @param secondRating for a CALLBACK that ended; found like the visit
 */
public record Commitment(
        CommitmentKind kind,
        Optional<String> id,
        String source,
        TreePath unit,
        Optional<TreePath> area,
        Optional<String> category,
        long openedAt,
        OptionalLong acknowledgedAt,
        OptionalLong assignedAt,
        OptionalLong firstDueAt,
        OptionalLong dueAt,
        OptionalLong closedAt,
        Optional<Outcome> outcome,
        List<Long> returnedAt,
        List<Long> reopenedAt,
        OptionalLong visitedAt,
        Optional<OpeningRating> openedBy,
        Optional<String> openingVisit,
        Optional<SecondRating> secondRating)
        implements Event {

    public Commitment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(unit, "unit");
        returnedAt = List.copyOf(returnedAt);
        reopenedAt = List.copyOf(reopenedAt);
    }

    public static Builder builder(CommitmentKind kind, TreePath unit, long openedAt) {
        return new Builder(kind, unit, openedAt);
    }

    /** Builds a copy with other values. */
    public Builder toBuilder() {
        return builder(kind, unit, openedAt)
                .id(id)
                .source(source)
                .area(area)
                .category(category)
                .acknowledgedAt(acknowledgedAt)
                .assignedAt(assignedAt)
                .firstDueAt(firstDueAt)
                .dueAt(dueAt)
                .closedAt(closedAt)
                .outcome(outcome)
                .returnedAt(returnedAt)
                .reopenedAt(reopenedAt)
                .visitedAt(visitedAt)
                .openedBy(openedBy)
                .openingVisit(openingVisit)
                .secondRating(secondRating);
    }

    /** A copy with the first visit that names it, at or after its opening. */
    public Commitment visited(OptionalLong moment) {
        return toBuilder().visitedAt(moment).build();
    }

    /** Whether nothing was owed after all: then it is neither due nor met nor missed. */
    public boolean isVoid() {
        return outcome.equals(Optional.of(Outcome.REFUSED)) || outcome.equals(Optional.of(Outcome.DUPLICATE));
    }

    /** The first due time that was promised; what comes back was promised once. */
    public OptionalLong firstDue() {
        if (openingVisit.isPresent()) {
            return OptionalLong.empty();
        }
        return firstDueAt.isPresent() ? firstDueAt : dueAt;
    }

    /** When what was owed was done: for a DUTY by a visit or by being resolved, otherwise by being closed. */
    public OptionalLong metAt() {
        if (kind != CommitmentKind.DUTY) {
            return closedAt;
        }
        boolean resolved = outcome.equals(Optional.of(Outcome.RESOLVED));
        return earlier(resolved ? closedAt : OptionalLong.empty(), visitedAt);
    }

    /** When nothing was owed any longer, whether it was done or not. */
    public OptionalLong endedAt() {
        return kind == CommitmentKind.DUTY ? earlier(closedAt, visitedAt) : closedAt;
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }

    /** Whether it is still owed. */
    public boolean isOpen() {
        return endedAt().isEmpty();
    }

    /** Sets fields by name: the source always, others where they are present. */
    public static final class Builder {
        private final CommitmentKind kind;
        private final TreePath unit;
        private final long openedAt;
        private Optional<String> id = Optional.empty();
        private String source;
        private Optional<TreePath> area = Optional.empty();
        private Optional<String> category = Optional.empty();
        private OptionalLong acknowledgedAt = OptionalLong.empty();
        private OptionalLong assignedAt = OptionalLong.empty();
        private OptionalLong firstDueAt = OptionalLong.empty();
        private OptionalLong dueAt = OptionalLong.empty();
        private OptionalLong closedAt = OptionalLong.empty();
        private Optional<Outcome> outcome = Optional.empty();
        private List<Long> returnedAt = List.of();
        private List<Long> reopenedAt = List.of();
        private OptionalLong visitedAt = OptionalLong.empty();
        private Optional<OpeningRating> openedBy = Optional.empty();
        private Optional<String> openingVisit = Optional.empty();
        private Optional<SecondRating> secondRating = Optional.empty();

        private Builder(CommitmentKind kind, TreePath unit, long openedAt) {
            this.kind = kind;
            this.unit = unit;
            this.openedAt = openedAt;
        }

        public Builder id(Optional<String> id) {
            this.id = id;
            return this;
        }

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        public Builder area(Optional<TreePath> area) {
            this.area = area;
            return this;
        }

        public Builder category(Optional<String> category) {
            this.category = category;
            return this;
        }

        public Builder acknowledgedAt(OptionalLong acknowledgedAt) {
            this.acknowledgedAt = acknowledgedAt;
            return this;
        }

        public Builder assignedAt(OptionalLong assignedAt) {
            this.assignedAt = assignedAt;
            return this;
        }

        public Builder firstDueAt(OptionalLong firstDueAt) {
            this.firstDueAt = firstDueAt;
            return this;
        }

        public Builder dueAt(OptionalLong dueAt) {
            this.dueAt = dueAt;
            return this;
        }

        public Builder closedAt(OptionalLong closedAt) {
            this.closedAt = closedAt;
            return this;
        }

        public Builder outcome(Optional<Outcome> outcome) {
            this.outcome = outcome;
            return this;
        }

        public Builder returnedAt(List<Long> returnedAt) {
            this.returnedAt = returnedAt;
            return this;
        }

        public Builder reopenedAt(List<Long> reopenedAt) {
            this.reopenedAt = reopenedAt;
            return this;
        }

        public Builder visitedAt(OptionalLong visitedAt) {
            this.visitedAt = visitedAt;
            return this;
        }

        public Builder openedBy(Optional<OpeningRating> openedBy) {
            this.openedBy = openedBy;
            return this;
        }

        public Builder openingVisit(Optional<String> openingVisit) {
            this.openingVisit = openingVisit;
            return this;
        }

        public Builder secondRating(Optional<SecondRating> secondRating) {
            this.secondRating = secondRating;
            return this;
        }

        public Commitment build() {
            return new Commitment(
                    kind,
                    id,
                    source,
                    unit,
                    area,
                    category,
                    openedAt,
                    acknowledgedAt,
                    assignedAt,
                    firstDueAt,
                    dueAt,
                    closedAt,
                    outcome,
                    returnedAt,
                    reopenedAt,
                    visitedAt,
                    openedBy,
                    openingVisit,
                    secondRating);
        }
    }
}
