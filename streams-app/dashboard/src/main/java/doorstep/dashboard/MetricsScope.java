// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.tally.WindowKind;
import java.util.List;
import java.util.Optional;

/**
 * Which figures {@code /metrics} has.
 *
 * @param depth most segments of a unit that has series; 0 = only all units together
 * @param windows that counts and shares are given for
 * @param question {@code question:scale}; empty: the assessed one
 */
public record MetricsScope(int depth, List<WindowKind> windows, Optional<String> question) {
    /** The month so far, of the assessed question, for the uppermost units. */
    public static final MetricsScope DEFAULT = new MetricsScope(1, List.of(WindowKind.MONTH), Optional.empty());

    /** Series of figures: more than this is for the API. */
    static final int MOST_SERIES = 10_000;

    public MetricsScope {
        windows = List.copyOf(windows);
    }
}
