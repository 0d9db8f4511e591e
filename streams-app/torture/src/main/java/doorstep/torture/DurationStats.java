// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Statistics over durations of one kind. */
final class DurationStats {
    private final List<Duration> all = new ArrayList<>();

    void add(Duration time) {
        all.add(time);
    }

    void addAll(DurationStats others) {
        all.addAll(others.all);
    }

    int count() {
        return all.size();
    }

    /** With an even number of durations, the higher of the two in the middle; zero without any. */
    Duration median() {
        return all.isEmpty() ? Duration.ZERO : all.stream().sorted().toList().get(all.size() / 2);
    }

    Duration max() {
        return all.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** {@code 2.6 / 7.1}: median and maximum in seconds. */
    @Override
    public String toString() {
        return all.isEmpty() ? "-" : seconds(median()) + " / " + seconds(max());
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
