package doorstep.management;

import java.util.ArrayList;
import java.util.List;

/**
 * The verdict of one check-up.
 *
 * @param faults why it is unhealthy; none: healthy
 * @param warnings what should be looked at, though every figure is right and on time
 */
record Health(List<Finding> faults, List<Finding> warnings) {
    static final Health GOOD = new Health(List.of(), List.of());

    /** What is found; the names are part of the answer of {@code /health}. */
    enum Code {
        /** The pipeline gave up; the message says why. */
        FAILED,
        /** It was stopped, or is stopping. */
        STOPPED,
        /** Neither running nor getting any nearer to it. */
        NOT_STARTING,
        /** A task has had no round: its thread is blocked, or busy with one thing. */
        STALLED,
        /** The clock of this machine and those of the brokers differ. */
        CLOCK_OFF,
        /** As-of does not follow the clock. */
        AS_OF_STANDS,
        /** Records wait, and none is read. */
        NOT_READING,
        /** What a task sent another is neither taken nor there to be read. */
        BATCHES_MISSING,
        /** More records come than are read. */
        FALLING_BEHIND,
        /** A question to the schema registry was not answered. */
        REGISTRY_UNREACHABLE,
        /** The brokers do not answer. */
        BROKERS_UNREACHABLE,
        /** The check-up itself does not end. */
        NOT_CHECKED,
        /** More cells than {@code cells.max}; a warning. */
        MANY_CELLS,
        /** An input topic had lost its first records when reading began; a warning. */
        BEGINS_LATE,
        /** Readers go by other settings than those of this instance; a warning. */
        SETTINGS_DIFFER,
        /** This Java has other rules of the zone than the figures are counted by; a warning. */
        OTHER_ZONE_RULES
    }

    /** @param message for people: what, where, since when */
    record Finding(Code code, String message) {}

    Health {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    Health withWarnings(List<Finding> more) {
        List<Finding> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Health(faults, all);
    }

    boolean isHealthy() {
        return faults.isEmpty();
    }
}
