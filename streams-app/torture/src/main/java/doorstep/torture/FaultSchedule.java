// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Faults in random order: first one of every kind, then according to their weights. */
final class FaultSchedule {
    private final Set<Fault> kinds;
    private final SplittableRandom dice;
    private final List<Fault> left;

    FaultSchedule(Set<Fault> kinds, SplittableRandom dice) {
        this.kinds = kinds;
        this.dice = dice;
        left = new ArrayList<>(kinds);
        left.sort(null);
    }

    Fault next() {
        if (left.isEmpty()) {
            kinds.stream().sorted().forEach(kind -> {
                for (int i = 0; i < kind.weight(); i++) {
                    left.add(kind);
                }
            });
        }
        return left.remove(dice.nextInt(left.size()));
    }
}
