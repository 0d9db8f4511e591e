// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import java.util.List;
import java.util.Random;

/** Random choices that can be reproduced from their seed. */
public final class Dice {
    private final Random random;

    public Dice(long seed) {
        random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    /** 0 to n - 1. */
    public int below(int n) {
        return random.nextInt(n);
    }

    /** Both ends are inclusive. */
    public int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    public long below(long n) {
        return Math.floorMod(random.nextLong(), n);
    }

    public boolean percent(int p) {
        return random.nextInt(100) < p;
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Some of them, at least one. */
    public <T> List<T> some(List<T> choices) {
        List<T> shuffled = new java.util.ArrayList<>(choices);
        java.util.Collections.shuffle(shuffled, random);
        return shuffled.subList(0, between(1, choices.size()));
    }
}
