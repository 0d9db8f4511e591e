// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.util.List;
import java.util.Random;

/**
 * Random numbers that are the same in every run and on every JDK: uses only those methods of {@link Random} whose
 * algorithm is specified. Each part of the sample has its own instance, so that a new part does not change the others.
 */
final class Dice {
    private final Random random;

    /** @param purpose a text that no other part uses */
    Dice(long seed, String purpose) {
        random = new Random(seed * 31 + purpose.hashCode());
    }

    /** A number from {@code low} to {@code high}, both inclusive. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True {@code permille} times out of a thousand. */
    boolean chance(int permille) {
        return random.nextInt(1000) < permille;
    }

    <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** A random index of {@code weights}, with probabilities in proportion to the weights. */
    int weighted(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int rest = random.nextInt(sum);
        int i = 0;
        while (rest >= weights[i]) {
            rest -= weights[i++];
        }
        return i;
    }

    /** A number from 0 (inclusive) to 1 (exclusive); the larger the power, the more likely are small values. */
    double skewed(int power) {
        double x = random.nextDouble();
        double product = x;
        for (int i = 1; i < power; i++) {
            product *= x;
        }
        return product;
    }
}
