package doorstep.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What all runs of a command have in common.
 *
 * @param heap of every contender, as the JVM wants it
 * @param peersPath class path of the module {@code bench-peers}, if it was built
 * @param jfr directory for a flight recording of each contender's first run
 * @param data directory of its own, empty or absent
 */
record Settings(
        long events,
        long seed,
        int rounds,
        List<Contender> contenders,
        boolean peak,
        int partitions,
        int threads,
        String heap,
        Optional<String> peersPath,
        Optional<Path> jfr,
        Path data) {
    /** The same with other topics, in another directory. */
    Settings withPartitions(int count, Path dir) {
        return new Settings(events, seed, rounds, contenders, peak, count, threads, heap, peersPath, jfr, dir);
    }

    /** The same in another directory. */
    Settings in(Path dir) {
        return new Settings(events, seed, rounds, contenders, peak, partitions, threads, heap, peersPath, jfr, dir);
    }
}
