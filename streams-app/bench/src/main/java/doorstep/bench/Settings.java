// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Settings that all runs of a command share.
 *
 * @param heap size for every contender, in the JVM's notation
 * @param data a directory for this command, empty or absent
 */
record Settings(long events, long seed, Comparison comparison, int partitions, int threads, String heap, Path data) {

    /**
     * Which contenders are compared, and how.
     *
     * @param rounds runs of each contender
     * @param peak whether each runs once more for its peak memory
     * @param peersPath class path of the module {@code bench-peers}, if it was built
     * @param jfr directory for a flight recording of each contender's first run
     */
    record Comparison(
            int rounds, List<Contender> contenders, boolean peak, Optional<String> peersPath, Optional<Path> jfr) {}

    /** The same settings with another number of partitions, in another directory. */
    Settings withPartitions(int count, Path dir) {
        return new Settings(events, seed, comparison, count, threads, heap, dir);
    }

    /** The same settings in another directory. */
    Settings in(Path dir) {
        return new Settings(events, seed, comparison, partitions, threads, heap, dir);
    }
}
