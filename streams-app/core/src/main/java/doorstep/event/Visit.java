// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.util.Objects;
import java.util.Optional;

/**
 * A visit or another encounter with people; all counts are 0 or more.
 *
 * @param minute since the epoch, UTC, of {@code occurredAt}, rounded down
 * @param fulfils the commitment that it names
 */
public record Visit(
        long minute,
        TreePath unit,
        Optional<TreePath> area,
        String category,
        String mode,
        int households,
        int people,
        int feedbackAsked,
        Optional<Link> fulfils)
        implements Event {
    private static final String FOLLOW_UP = "FOLLOW_UP";

    public Visit {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(mode, "mode");
    }

    /** Whether it is a follow-up; only such a visit ends a call-back. */
    public boolean isFollowUp() {
        return category.equals(FOLLOW_UP);
    }

    public static Builder builder(long minute, TreePath unit) {
        return new Builder(minute, unit);
    }

    /** Sets fields by name: category and mode always, others where they are not 0 or absent. */
    public static final class Builder {
        private final long minute;
        private final TreePath unit;
        private Optional<TreePath> area = Optional.empty();
        private String category;
        private String mode;
        private int households;
        private int people;
        private int feedbackAsked;
        private Optional<Link> fulfils = Optional.empty();

        private Builder(long minute, TreePath unit) {
            this.minute = minute;
            this.unit = unit;
        }

        public Builder area(Optional<TreePath> area) {
            this.area = area;
            return this;
        }

        public Builder category(String category) {
            this.category = category;
            return this;
        }

        public Builder mode(String mode) {
            this.mode = mode;
            return this;
        }

        public Builder households(int households) {
            this.households = households;
            return this;
        }

        public Builder people(int people) {
            this.people = people;
            return this;
        }

        public Builder feedbackAsked(int feedbackAsked) {
            this.feedbackAsked = feedbackAsked;
            return this;
        }

        public Builder fulfils(Optional<Link> fulfils) {
            this.fulfils = fulfils;
            return this;
        }

        public Visit build() {
            return new Visit(minute, unit, area, category, mode, households, people, feedbackAsked, fulfils);
        }
    }
}
