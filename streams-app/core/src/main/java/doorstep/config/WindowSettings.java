// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import doorstep.tally.WindowKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.AbstractConfig;

/** The settings {@code windows} and {@code breakdown.windows} together with {@code fiscal.start}: what has rows. */
final class WindowSettings {
    static final String WINDOWS = "windows";
    static final String BREAKDOWN_WINDOWS = "breakdown.windows";
    private static final String FISCAL_START = "fiscal.start";

    private final Set<WindowKind> listed;
    private final Set<WindowKind> listedOfBreakdowns;
    private final boolean requireAll;
    private final boolean hasFiscalYear;

    /**
     * @param values each one valid on its own
     * @param breakdownWindowsGiven false: their value is the default
     */
    WindowSettings(AbstractConfig values, boolean breakdownWindowsGiven) {
        String ofBreakdowns = values.getString(BREAKDOWN_WINDOWS);
        listed = ConfigValues.parseWindows(values.getString(WINDOWS));
        listedOfBreakdowns = ConfigValues.parseWindows(ofBreakdowns);
        requireAll = breakdownWindowsGiven && !ofBreakdowns.equals(ConfigValues.ALL_WINDOWS);
        hasFiscalYear = values.getInt(FISCAL_START) > 0;
    }

    /**
     * Finds what is wrong with the settings in combination. A window that somebody lists for breakdowns and that can have
     * no rows is a mistake; the default and {@code all} mean those that there are.
     *
     * @param faults takes the key and a message
     */
    void check(BiConsumer<String, String> faults) {
        if (windows().isEmpty()) {
            faults.accept(
                    WINDOWS,
                    "lists only fiscal windows, which need " + FISCAL_START + "; set that, or add other windows");
        }
        if (!requireAll) {
            return;
        }
        for (WindowKind kind : listedOfBreakdowns) {
            if (kind.isFiscal() && !hasFiscalYear) {
                faults.accept(BREAKDOWN_WINDOWS, kind + " needs " + FISCAL_START + "; set that, or leave it out here");
            }
            if (!listed.contains(kind)) {
                faults.accept(
                        BREAKDOWN_WINDOWS,
                        kind + " has no rows at all, because " + WINDOWS
                                + " does not list it; add it there, or leave it out here");
            }
        }
    }

    /** Windows that have rows. */
    Set<WindowKind> windows() {
        Set<WindowKind> windows = EnumSet.copyOf(listed);
        windows.removeIf(kind -> kind.isFiscal() && !hasFiscalYear);
        return windows;
    }

    /** Those of them that have rows with a breakdown too. */
    Set<WindowKind> ofBreakdowns() {
        Set<WindowKind> windows = windows();
        windows.retainAll(listedOfBreakdowns);
        return windows;
    }
}
