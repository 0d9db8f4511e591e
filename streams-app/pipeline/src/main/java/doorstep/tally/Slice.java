package doorstep.tally;

import java.util.Optional;

/** All events, or those with one value of one breakdown. */
public record Slice(Optional<Breakdown> breakdown, String value) {
    /** All events. */
    public static final Slice TOTAL = new Slice(Optional.empty(), "");

    public Slice {
        if (breakdown.isPresent() == value.isEmpty()) {
            throw new IllegalArgumentException(breakdown + " = '" + value + "'");
        }
    }

    public static Slice of(Breakdown breakdown, String value) {
        return new Slice(Optional.of(breakdown), value);
    }

    /** As the generated one, which is slow. */
    @Override
    public int hashCode() {
        return 31 * breakdown.hashCode() + value.hashCode();
    }

    @Override
    public boolean equals(Object o) {
        return o == this
                || (o instanceof Slice other && breakdown.equals(other.breakdown) && value.equals(other.value));
    }

    public boolean isTotal() {
        return breakdown.isEmpty();
    }
}
