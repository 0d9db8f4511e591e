// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

/** The programs that are measured, each with its expected output. */
enum Contender {
    FLOOR("floor", Floor.class.getName(), "", Output.FILE),
    NOOP("no-op", NoOp.class.getName(), "", Output.FILE),
    HOPPING("DSL hopping", Hopping.class.getName(), "", Output.HOPPING),
    FLINK_HOP("Flink SQL HOP", Peers.FLINK, "hop", Output.FILE),
    FLINK_LATEST("Flink SQL deduplication", Peers.FLINK, "latest", Output.FILE),
    FLINK_BREAKDOWNS("Flink SQL breakdowns", Peers.FLINK, "breakdowns", Output.FILE),
    JET("Jet sliding", Peers.JET, "", Output.FILE),
    DOORSTEP("doorstep", Doorstep.class.getName(), Doorstep.PLAIN, Output.SCORES),
    BREAKDOWNS("doorstep, breakdowns", Doorstep.class.getName(), Doorstep.BREAKDOWNS, Output.SCORES),
    ONE_WINDOW("doorstep, one window", Doorstep.class.getName(), Doorstep.ONE_WINDOW, Output.SCORES);

    /** Where the contender's output is found. */
    enum Output {
        /** It writes the figures to a file itself. */
        FILE,
        /** {@link Hopping#OUTPUT}. */
        HOPPING,
        /** {@code doorstep.satisfaction-scores}. */
        SCORES
    }

    private final String label;
    private final String task;
    private final String variant;
    private final Output source;

    Contender(String label, String task, String variant, Output source) {
        this.label = label;
        this.task = task;
        this.variant = variant;
        this.source = source;
    }

    String label() {
        return label;
    }

    String task() {
        return task;
    }

    String variant() {
        return variant;
    }

    Output source() {
        return source;
    }

    /** The expected output. */
    CellFigures truth(Totals totals) {
        return switch (this) {
            case FLOOR -> totals.ofEverything();
            case NOOP -> totals.ofNumber();
            case HOPPING, FLINK_HOP, JET -> totals.ofSlidingWindows();
            case FLINK_LATEST -> totals.ofHours();
            case FLINK_BREAKDOWNS -> totals.ofDaysAndBreakdowns();
            case DOORSTEP, ONE_WINDOW -> totals.ofUnits();
            case BREAKDOWNS -> totals.ofUnitsAndBreakdowns();
        };
    }

    /** Whether it is in the module {@code bench-peers}. */
    boolean isPeer() {
        return task.equals(Peers.FLINK) || task.equals(Peers.JET);
    }

    Input input() {
        return switch (this) {
            case HOPPING -> Input.REDUCED;
            case FLINK_HOP, JET -> Input.CLEAN;
            default -> Input.WHOLE;
        };
    }

    /** Names of classes that are not on this module's class path. */
    private static final class Peers {
        static final String FLINK = "doorstep.bench.peers.FlinkSql";
        static final String JET = "doorstep.bench.peers.JetSliding";
    }
}
