package doorstep.sample;

import java.util.List;
import java.util.Random;

/**
 * Chance that is the same on every run and every JDK: only those methods of {@link Random} whose algorithm its
 * specification fixes. Each part of the sample has dice of its own, so that a new part leaves the others as they are.
 */
final class Dice {
    private final Random random;

    /** @param purpose any text that no other part uses */
    Dice(long seed, String purpose) {
        random = new Random(seed * 31 + purpose.hashCode());
    }

    /** From {@code low} to {@code high}, both included. */
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

    /** An index of {@code weights}, each as likely as its weight. */
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

    /** 0 to below 1, small values likelier the larger the power. */
    double skewed(int power) {
        double x = random.nextDouble();
        double product = x;
        for (int i = 1; i < power; i++) {
            product *= x;
        }
        return product;
    }
}
