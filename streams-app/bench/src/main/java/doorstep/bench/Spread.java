// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Arrays;

/** Minimum, median and maximum of a figure over several rounds. */
record Spread(double least, double median, double most) {
    /** @param values at least one */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a spread of nothing");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
