// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The units of a run: leaves of a tree of three levels, with most events in the first ones (Zipf, exponent 1). */
final class Units {
    static final int LEAVES = 500;
    static final int DISTRICTS = 20;
    static final String CITY = "city";

    private static final List<String> NAMES = new ArrayList<>();
    private static final double[] SHARES = new double[LEAVES]; // cumulative

    static {
        double sum = 0;
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            sum += 1.0 / (leaf + 1);
            SHARES[leaf] = sum;
            NAMES.add(String.format("%s/d%02d/s%03d", CITY, leaf % DISTRICTS, leaf));
        }
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            SHARES[leaf] /= sum;
        }
    }

    private Units() {}

    /** The full path of a leaf. */
    static String name(int leaf) {
        return NAMES.get(leaf);
    }

    /** The leaf, the units above it and {@link CellFigures#ALL}. */
    static List<String> prefixes(int leaf) {
        String name = name(leaf);
        return List.of(name, name.substring(0, name.lastIndexOf('/')), CITY, CellFigures.ALL);
    }

    /** The leaf with this path; -1 if there is none. */
    static int leafOf(String name) {
        int digits = name.length() - 3;
        try {
            int leaf = Integer.parseInt(name.substring(Math.max(0, digits)));
            return leaf < LEAVES && NAMES.get(leaf).equals(name) ? leaf : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static int draw(SplittableRandom dice) {
        int found = Arrays.binarySearch(SHARES, dice.nextDouble());
        return Math.min(LEAVES - 1, found < 0 ? -found - 1 : found);
    }
}
