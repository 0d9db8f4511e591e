// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.WindowKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kinds of windows that have rows, by the settings of these names.
 *
 * @param windows those of cells without a breakdown
 * @param breakdownWindows those of cells with one, as far as {@code windows} has them too
 */
public record RowKinds(Set<WindowKind> windows, Set<WindowKind> breakdownWindows) {
    public RowKinds {
        windows = Set.copyOf(windows);
        breakdownWindows = Set.copyOf(breakdownWindows);
    }

    /**
     * Kinds that the settings lack.
     *
     * @param windows not in {@code windows}
     * @param breakdownWindows not in {@code breakdown.windows}; empty for questions without a breakdown
     */
    public record Lacking(Set<WindowKind> windows, Set<WindowKind> breakdownWindows) {}

    /** The kinds of rows that a question can be answered from. */
    public Set<WindowKind> of(boolean breakdown) {
        Set<WindowKind> kinds = copy(windows);
        if (breakdown) {
            kinds.retainAll(breakdownWindows);
        }
        return kinds;
    }

    /**
     * Which setting lacks which of the kinds that would answer a question.
     *
     * @param wanted of {@link Uncovered}
     */
    public Lacking lacking(Set<WindowKind> wanted, boolean breakdown) {
        return new Lacking(without(wanted, windows), breakdown ? without(wanted, breakdownWindows) : copy(Set.of()));
    }

    private static Set<WindowKind> without(Set<WindowKind> wanted, Set<WindowKind> listed) {
        Set<WindowKind> kinds = copy(wanted);
        kinds.removeAll(listed);
        return kinds;
    }

    private static Set<WindowKind> copy(Set<WindowKind> kinds) {
        Set<WindowKind> copy = EnumSet.noneOf(WindowKind.class);
        copy.addAll(kinds);
        return copy;
    }
}
