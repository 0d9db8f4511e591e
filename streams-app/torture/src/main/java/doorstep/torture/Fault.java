// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

/**
 * The faults that a run injects into instances, exporter, broker, registry, clocks, offsets and changelogs. The weight is the
 * relative frequency.
 */
enum Fault {
    KILL("kill -9 of an instance", 3),
    KILL_AFTER_DELTA_BATCH("kill -9 of an instance right after a delta batch", 5),
    KILL_IN_REWRITE("kill -9 of an instance as it rewrites stale rows", 2),
    TERMINATE("SIGTERM to an instance", 1),
    FREEZE("SIGSTOP past the session timeout, then SIGCONT", 1),
    WIPE("kill -9 of an instance, its state deleted", 2),
    DAMAGE("files of the local state overwritten while stopped", 1),
    GUEST("another instance comes or goes", 2),
    EXPORTER("kill -9 of the exporter, every other time of an instance too", 3),
    BROKER("kill -9 of the broker", 2),
    STEP("kill -9 of all instances, then a later as-of", 1),
    CLOCK("the clock of an instance stepped", 2),
    CLOCKS("the clocks of all instances stepped", 1),
    REGISTRY("kill -9 of an instance, the registry slow or failing", 3),
    BOMB("a batch of 600 MB in 23 KB sent", 1),
    OFFSETS_PASSABLE("offsets moved back, or past an aborted transaction", 1),
    OFFSETS_FORWARD("offsets moved past unread records: refusal", 1),
    CUT("the tail of a changelog cut: refusal", 1),
    CUT_RUNNING("the tail of a changelog cut while instances run", 1);

    private final String text;
    private final int weight;

    Fault(String text, int weight) {
        this.text = text;
        this.weight = weight;
    }

    /** Description for reports. */
    String text() {
        return text;
    }

    int weight() {
        return weight;
    }

    /** Whether it loses history: the instances must refuse to continue until a rebuild has counted again. */
    boolean losesHistory() {
        return this == OFFSETS_FORWARD || this == CUT || this == CUT_RUNNING;
    }

    /** Whether {@link HistoryInjector} injects it. */
    boolean isOfHistory() {
        return losesHistory() || this == OFFSETS_PASSABLE;
    }

    /** Whether it needs {@link FakeClock}. */
    boolean stepsClocks() {
        return this == CLOCK || this == CLOCKS;
    }

    /** Whether an instance ends without a chance to finish anything. */
    boolean kills() {
        return this == KILL
                || this == KILL_AFTER_DELTA_BATCH
                || this == KILL_IN_REWRITE
                || this == WIPE
                || this == STEP;
    }
}
