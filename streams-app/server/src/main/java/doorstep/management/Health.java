// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of one health check.
 *
 * @param faults why the pipeline is unhealthy; empty if it is healthy
 * @param warnings what someone should look at although every figure is correct and on time
 */
record Health(List<Finding> faults, List<Finding> warnings) {
    static final Health GOOD = new Health(List.of(), List.of());

    /** What a check can find. The names are part of the response of {@code /health}. */
    enum Code {
        /** The pipeline gave up; the message says why. */
        FAILED,
        /** The pipeline has stopped or is stopping. */
        STOPPED,
        /** The pipeline is not running, and its start makes no progress. */
        NOT_STARTING,
        /** A task has had no round: its thread is blocked or busy with a single call. */
        STALLED,
        /** The clocks of this machine and of the brokers differ. */
        CLOCK_OFF,
        /** As-of does not advance with the clock. */
        AS_OF_STALLED,
        /** Records are waiting, but none are read. */
        NOT_READING,
        /** A task has not taken a batch that another task sent, and the batch is no longer in the topic. */
        BATCHES_MISSING,
        /** Records arrive faster than they are read. */
        FALLING_BEHIND,
        /** A request to the schema registry was not answered. */
        REGISTRY_UNREACHABLE,
        /** The brokers do not answer. */
        BROKERS_UNREACHABLE,
        /** The health check itself does not finish. */
        NOT_CHECKED,
        /** More cells than {@code cells.max}; a warning. */
        MANY_CELLS,
        /** The first records of an input topic were already gone when reading began; a warning. */
        BEGINS_LATE,
        /** Readers use settings other than those of this instance; a warning. */
        SETTINGS_DIFFER,
        /** This JDK's time zone rules differ from those that the figures are counted by; a warning. */
        OTHER_ZONE_RULES
    }

    /** @param message for people: what is wrong, where, and since when */
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
